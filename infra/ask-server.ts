// What the server is asked before anything is touched: whose the realms are, who is in them, which version.

import type { AdminClient } from "./admin/client.ts";
import { checkOwners, checkPeople, readOwners } from "./admin/owner.ts";
import { readServerVersion, versionNotice } from "./admin/server-version.ts";
import type { Expansion } from "./helpdesks/types.ts";

/** What the server said. */
export interface Answer {
  /** What the server's version earns, if anything, where a realm is yet to be made. */
  readonly notice: string | undefined;
  /** Whether none of the realms is there yet. */
  readonly isNew: boolean;
  /** By realm name: attributes of others, which a change of the realm has to carry, or Keycloak drops them. */
  readonly foreign: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Refuses realms that are not this stack's, and people that would be lost.
 *
 * @param owner - the stack's mark, `PROJECT/STACK`
 * @throws Failure `realm-not-ours`, `person-left`, or what keeps the server from answering
 */
export async function askServer(
  { model, supportedKeycloak }: Pick<Expansion, "model" | "supportedKeycloak">,
  owner: string,
  client: AdminClient,
): Promise<Answer> {
  const realms = Object.values(model.realms);
  const names = realms.map(({ realm }) => realm);
  const people = Object.fromEntries(realms.map(({ realm, users }) => [realm, Object.keys(users)]));
  const owners = await readOwners(client, names);
  checkOwners(client, owners, owner);
  await checkPeople(client, owners, people);
  const foreign = Object.fromEntries(
    owners.map((found) => [found.realm, found.status === "marked" ? found.foreign : {}]),
  );
  // Told once, when realms are made: the answer is long, and every preview would wait for it.
  if (owners.every(({ status }) => status !== "absent")) return { notice: undefined, isNew: false, foreign };
  const isNew = owners.every(({ status }) => status === "absent");
  return { notice: versionNotice(await readServerVersion(client), supportedKeycloak), isNew, foreign };
}
