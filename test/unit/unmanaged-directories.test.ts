// Directories beyond the spec's one are told, whatever their kind, and so are groups that nobody's directory brings.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdminClient } from "../../infra/admin/client.ts";
import { findComponents, findGroups } from "../../scripts/unmanaged/realm.ts";
import { federatedModel, sampleFederation } from "../support/sample-federation.ts";

const { customers } = federatedModel().realms;

/** A server that holds the given lists, by the end of their paths. */
function server(lists: Readonly<Record<string, readonly object[]>>): AdminClient {
  const get = async (path: string) => lists[path.split("/").at(-1) ?? ""] ?? [];
  return { get } as unknown as AdminClient;
}

const storage = (id: string, name: string, providerId: string, config: object = {}) => ({
  ...{ id, name, providerId, config, providerType: "org.keycloak.storage.UserStorageProvider" },
});
const mapper = (parentId: string) => ({
  ...{ parentId, name: "x", providerType: "org.keycloak.storage.ldap.mappers.LDAPStorageMapper" },
});

test("the spec's directory is known, one more of its name and those of other kinds are not", async () => {
  const components = [
    storage("1", "corporate-ldap", "ldap"),
    storage("2", "corporate-ldap", "ldap", { enabled: ["false"] }),
    storage("3", "corporate-ldap", "kerberos"),
    storage("4", "legacy", "old-database"),
    ...[mapper("1"), mapper("2"), mapper("2"), mapper("4")],
  ];
  const found = await findComponents(server({ components }), customers);
  assert.deepEqual(
    found.map(({ text }) => text),
    [
      "user federation corporate-ldap (ldap), with 2 mappers, disabled",
      "user federation corporate-ldap (kerberos)",
      "user federation legacy (old-database), with 1 mapper",
    ],
  );
});

test("the spec's groups are known; what a directory brings along is counted, and everybody's group named", async () => {
  const groups = ["Helpdesk", "Sales", "Guests", "Everybody"].map((name) => ({ id: name, name }));
  const lists = { groups, "default-groups": [{ id: "Everybody" }] };
  const texts = async (model: typeof customers) =>
    (await findGroups(server(lists), model)).map(({ text }) => text);
  const everybody = "group Everybody, which every new person joins";
  assert.deepEqual(await texts(customers), ["group Sales", "group Guests", everybody]);
  const all = { type: "group-ldap-mapper", config: { "groups.dn": "ou=groups,dc=acme" } };
  const federation = sampleFederation();
  const ldap = { ...federation, mappers: { ...federation.mappers, "all groups": all } };
  assert.deepEqual(await texts({ ...customers, federations: { ldap } }), [
    "groups beside the spec's: 2, those that corporate-ldap brings among them",
    everybody,
  ]);
});
