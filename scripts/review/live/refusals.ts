// What `up` would refuse to go on with, asked as the Pulumi program asks it.

import type { AdminClient } from "../../../infra/admin/client.ts";
import { checkDirectories } from "../../../infra/admin/directory-left.ts";
import { checkOwners, checkPeople, readOwners } from "../../../infra/admin/owner.ts";
import { Failure } from "../../../infra/diagnostics/failure.ts";
import type { Model } from "../../../infra/model/types.ts";

/**
 * Refusals of realms, of people and of directories.
 *
 * @param owner - the stack's mark, `PROJECT/STACK`; without a stack nobody owns anything, and nothing is refused
 */
export async function findRefusals(
  client: AdminClient,
  { realms }: Model,
  owner: string | undefined,
): Promise<Failure[]> {
  if (owner === undefined) return [];
  const all = Object.values(realms);
  const owners = await readOwners(
    client,
    all.map(({ realm }) => realm),
  );
  const named = Object.fromEntries(all.map(({ realm, users }) => [realm, Object.keys(users)]));
  const directories = Object.fromEntries(
    all.map(({ realm, federations }) => [realm, Object.keys(federations)]),
  );
  const refusals = [
    await refusalOf("realm-not-ours", async () => checkOwners(client, owners, owner)),
    await refusalOf("person-left", () => checkPeople(client, owners, named)),
    await refusalOf("directory-left", () => checkDirectories(client, owners, directories)),
  ];
  return refusals.filter((one) => one !== undefined);
}

async function refusalOf(code: Failure["code"], check: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof Failure && error.code === code) return error;
    throw error;
  }
}
