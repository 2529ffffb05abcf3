// What the server is asked before anything is touched: whose the realms are, who is in them, which version.

import type { AdminClient } from "./admin/client.ts";
import { checkDirectories } from "./admin/directory-left.ts";
import { type Foreign, readForeignPeople } from "./admin/foreign.ts";
import { checkOwners, checkPeople, type RealmOwner, readOwners } from "./admin/owner.ts";
import { readServerVersion, versionNotice } from "./admin/server-version.ts";
import type { Expansion } from "./helpdesks/types.ts";
import type { RealmModel } from "./model/types.ts";

/** What the server said. */
export interface Answer {
  /** What the server's version earns, if anything, where a realm is yet to be made. */
  readonly notice: string | undefined;
  /** Whether none of the realms is there yet. */
  readonly isNew: boolean;
  /** By name of each realm that is there. */
  readonly foreign: Readonly<Record<string, Foreign>>;
}

/**
 * Refuses realms that are not this stack's, and people that would be lost.
 *
 * @param owner - whose the realms have to be, as `holder` says it
 * @param allowed - names of realms whose deletion the person has allowed
 * @throws Failure `realm-not-ours`, `person-left`, `directory-left`, or what keeps the server from answering
 */
export async function askServer(
  { model, supportedKeycloak }: Pick<Expansion, "model" | "supportedKeycloak">,
  owner: string,
  client: AdminClient,
  allowed: readonly string[],
): Promise<Answer> {
  const realms = Object.values(model.realms);
  const names = realms.map(({ realm }) => realm);
  const people = Object.fromEntries(realms.map(({ realm, users }) => [realm, Object.keys(users)]));
  const owners = await readOwners(client, names);
  checkOwners(client, owners, owner);
  await checkPeople(client, owners, people);
  const directories = realms.map(({ realm, federations }) => [realm, Object.keys(federations)] as const);
  await checkDirectories(client, owners, Object.fromEntries(directories), allowed);
  const foreign = await foreignIn(client, owners, realms);
  // Told once, when realms are made: the answer is long, and every preview would wait for it.
  if (owners.every(({ status }) => status !== "absent")) return { notice: undefined, isNew: false, foreign };
  const isNew = owners.every(({ status }) => status === "absent");
  const notice =
    supportedKeycloak === null
      ? undefined
      : versionNotice(await readServerVersion(client), supportedKeycloak);
  return { notice, isNew, foreign };
}

async function foreignIn(
  client: AdminClient,
  owners: readonly RealmOwner[],
  realms: readonly RealmModel[],
): Promise<Answer["foreign"]> {
  const entries = await Promise.all(
    owners.map(async (found) => {
      if (found.status !== "marked") return [];
      const named = realms.find(({ realm }) => realm === found.realm)?.users ?? {};
      const people = await readForeignPeople(client, found.realm, named);
      return [[found.realm, { ...found.foreign, people }] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}
