// The model's second maker: what a server really holds, read by the Admin API, with no state.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type { UserProfileConfig } from "@keycloak/keycloak-admin-client/lib/defs/userProfileMetadata.js";
import { readBuiltInRoles } from "../../infra/admin/built-in-roles.ts";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { canonical, headOf, type PartialModel } from "../../infra/model/canonical.ts";
import type { RealmKey, RealmModel } from "../../infra/model/types.ts";
import { type ReadOptions, readClient } from "./client.ts";
import { readComposites } from "./composites.ts";
import { readFederations, readGroup } from "./federation.ts";
import { readBrokerFlow, readIdentityProvider } from "./identity-provider.ts";
import { readProfile } from "./profile.ts";
import { mapRealm } from "./realm.ts";
import { readUser } from "./user.ts";

/**
 * Reads the realms and parts that `expected` names: clients by their client ids, people by their names.
 * What is missing on the server is missing in the answer. Some twelve calls for each realm.
 *
 * @throws AdminFailure where the server cannot be read.
 */
export async function readLiveModel(
  client: AdminClient,
  expected: PartialModel,
  options: ReadOptions = {},
): Promise<PartialModel> {
  const realms = await Promise.all(
    Object.entries(expected.realms).map(async ([key, realm]) => {
      const live = await readRealm(client, realm, options);
      return live === undefined ? [] : [[key as RealmKey, live] as const];
    }),
  );
  return canonical({ ...headOf(expected), realms: Object.fromEntries(realms.flat()) });
}

async function readRealm(
  client: AdminClient,
  expected: RealmModel,
  options: ReadOptions,
): Promise<RealmModel | undefined> {
  const name = expected.realm;
  const root = await client.find<RealmRepresentation>(adminPath`/realms/${name}`);
  if (root === undefined) return undefined;
  const [profile, clients, builtInClientRoles, defaultRoles, federations, groups, brokers, flows, users] =
    await Promise.all([
      client.get<UserProfileConfig>(adminPath`/realms/${name}/users/profile`),
      named(expected.clients, (wanted) => readClient(client, name, wanted, options)),
      readBuiltInRoles(client, name, expected.builtInClientRoles),
      readComposites(client, name, `/roles/${encodeURIComponent(`default-roles-${name.toLowerCase()}`)}`),
      readFederations(client, name, expected.federations),
      named(expected.groups, (_, group) => readGroup(client, name, group, expected.clients)),
      named(expected.identityProviders, (_, alias) => readIdentityProvider(client, name, alias)),
      named(expected.brokerFlows, (_, alias) => readBrokerFlow(client, name, alias)),
      named(expected.users, (wanted, username) => readUser(client, name, username, wanted, expected.clients)),
    ]);
  return {
    ...mapRealm(root),
    profile: readProfile(profile),
    clients,
    builtInClientRoles,
    defaultRoles,
    federations,
    groups,
    identityProviders: brokers,
    brokerFlows: flows,
    users,
  };
}

async function named<W, L>(
  wanted: Readonly<Record<string, W>>,
  read: (one: W, key: string) => Promise<L | undefined>,
): Promise<Record<string, L>> {
  const entries = await Promise.all(
    Object.entries(wanted).map(async ([key, one]) => {
      const live = await read(one, key);
      return live === undefined ? [] : [[key, live] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}
