// What the server is asked before anything is touched: whose the realms are, who is in them, which version.

import type { AdminClient } from "./admin/client.ts";
import { readClosed } from "./admin/closed.ts";
import { checkDirectories } from "./admin/directory-left.ts";
import type { ForeignSettings } from "./admin/foreign.ts";
import { checkOwners, checkPeople, type RealmOwner, readOwners } from "./admin/owner.ts";
import { readServerVersion, versionNotice } from "./admin/server-version.ts";
import type { Expansion } from "./helpdesks/types.ts";
import { type Gate, openGates } from "./model/closed.ts";
import type { RealmModel } from "./model/types.ts";

/** What the server said. */
export interface Answer {
  /** What the server's version earns, if anything, where a realm is yet to be made. */
  readonly notice: string | undefined;
  /** Whether none of the realms is there yet. */
  readonly isNew: boolean;
  /** What is closed there, and open in the model. */
  readonly closed: readonly Gate[];
  /** By name of each realm that is there. */
  readonly foreign: Readonly<Record<string, ForeignSettings>>;
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
  const foreign = foreignIn(owners);
  const closed = await closedIn(client, owners, realms);
  // Told once, when realms are made: the answer is long, and every preview would wait for it.
  if (owners.every(({ status }) => status !== "absent"))
    return { notice: undefined, isNew: false, closed, foreign };
  const isNew = owners.every(({ status }) => status === "absent");
  const notice =
    supportedKeycloak === null
      ? undefined
      : versionNotice(await readServerVersion(client), supportedKeycloak);
  return { notice, isNew, closed, foreign };
}

function foreignIn(owners: readonly RealmOwner[]): Answer["foreign"] {
  return Object.fromEntries(
    owners.flatMap((found) => (found.status === "marked" ? [[found.realm, found.foreign]] : [])),
  );
}

async function closedIn(
  client: AdminClient,
  owners: readonly RealmOwner[],
  realms: readonly RealmModel[],
): Promise<Gate[]> {
  const found = await Promise.all(
    owners.map(async (owner) => {
      const model = realms.find(({ realm }) => realm === owner.realm);
      if (owner.status !== "marked" || model === undefined) return [];
      return readClosed(client, openGates(model), owner.enabled);
    }),
  );
  return found.flat();
}
