// A federation with its mappers made by the Admin API, for tests that need one and no Pulumi.

import assert from "node:assert/strict";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { applyDirectly } from "./apply-directly.ts";

/** Makes the realm of customers with its directory and groups, which must not exist. */
export async function applyWithDirectory(
  admin: AdminClient,
  realm: RealmModel,
  owner: string,
  password: string,
): Promise<void> {
  const customers = { ...realm, federations: {}, groups: {} };
  await applyDirectly(admin, { key: "otrs", product: "OTRS", url: "", realms: { customers } }, { owner });
  for (const federation of Object.values(realm.federations))
    await applyFederation(admin, realm.realm, federation, password);
  await applyGroups(admin, realm);
}

/** Gives the federation's id. What Keycloak makes by itself is taken away first. */
async function applyFederation(
  admin: AdminClient,
  realm: string,
  federation: FederationModel,
  password: string,
): Promise<string> {
  const components = adminPath`/realms/${realm}/components`;
  const { id: parentId } = await admin.get<{ id: string }>(adminPath`/realms/${realm}`);
  const { bind } = federation;
  const config = {
    ...{ enabled: true, priority: 0, vendor: federation.vendor.toLowerCase(), editMode: federation.editMode },
    ...{
      connectionUrl: federation.connectionUrl,
      usersDn: federation.usersDn,
      startTls: federation.startTls,
    },
    ...(bind === null
      ? { authType: "none" }
      : { authType: "simple", bindDn: bind.dn, bindCredential: password }),
    ...{ usernameLDAPAttribute: federation.usernameAttribute, rdnLDAPAttribute: federation.rdnAttribute },
    ...{
      uuidLDAPAttribute: federation.uuidAttribute,
      userObjectClasses: federation.objectClasses.join(", "),
    },
    ...{ searchScope: federation.searchScope === "SUBTREE" ? 2 : 1, useTruststoreSpi: "always" },
    ...{ connectionPooling: federation.connectionPooling, pagination: federation.pagination },
    ...{ importEnabled: federation.importEnabled, batchSizeForSync: federation.batchSize },
    ...{ fullSyncPeriod: -1, changedSyncPeriod: -1, syncRegistrations: false, trustEmail: false },
    ...(federation.filter === null ? {} : { customUserSearchFilter: federation.filter }),
  };
  const made = await admin.post(components, {
    ...{ name: federation.name, providerId: "ldap", parentId, config: listed(config) },
    providerType: "org.keycloak.storage.UserStorageProvider",
  });
  const id = made ?? assert.fail("Keycloak named no id for the federation");
  const type = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";
  const defaults = await admin.get<{ id: string }[]>(components, { parent: id, type });
  for (const one of defaults) await admin.delete(adminPath`/realms/${realm}/components/${one.id}`);
  for (const [name, mapper] of Object.entries(federation.mappers)) {
    const { type: providerId, config: own } = mapper;
    await admin.post(components, { name, providerId, providerType: type, parentId: id, config: listed(own) });
  }
  return id;
}

/** The groups of a realm, with their roles of its clients. */
async function applyGroups(admin: AdminClient, { realm, groups, clients }: RealmModel): Promise<void> {
  for (const [name, { clientRoles }] of Object.entries(groups)) {
    const id = (await admin.post(adminPath`/realms/${realm}/groups`, { name })) ?? assert.fail("no id");
    for (const [key, roles] of Object.entries(clientRoles)) {
      const client = await findClient(admin, realm, clients[key]?.clientId ?? "");
      assert.ok(client, key);
      const all = await admin.listAll<{ name: string }>(
        adminPath`/realms/${realm}/clients/${client.id}/roles`,
      );
      const path = adminPath`/realms/${realm}/groups/${id}/role-mappings/clients/${client.id}`;
      await admin.post(
        path,
        all.filter((role) => roles.includes(role.name)),
      );
    }
  }
}

function listed(config: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, [String(value)]]));
}
