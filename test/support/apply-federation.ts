// A federation with its mappers made by the Admin API, for tests that need one and no Pulumi.

import assert from "node:assert/strict";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { FederationModel } from "../../infra/model/federation.ts";

/** Gives the federation's id. What Keycloak makes by itself is taken away first. */
export async function applyFederation(
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

function listed(config: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, [String(value)]]));
}
