// All test realms of one name, deleted; whoever is still making some of them is waited for.

import { join } from "node:path";
import type { AdminClient } from "../../infra/admin/client.ts";
import { mapBounded } from "../bounded.ts";
import type { Context } from "../context.ts";
import { locksInFiles, refuseHeld } from "../heal/locks.ts";
import { waitFor } from "../servers/ready.ts";
import { ownerOf } from "../stack/target.ts";
import { deleteRealm } from "./delete-realm.ts";
import { stackFolder } from "./folder.ts";
import { isOf, readNamed } from "./marks.ts";

/** Deleting a realm is work for a server. */
export const DELETIONS_AT_ONCE = 4;
/** Of an update that outlived the command that had started it. */
const DEADLINE_MILLISECONDS = 5 * 60_000;

/**
 * @param folder - where the name's state is
 * @returns names of the realms that are gone
 * @throws Failure `stack-locked` where an update of the last run does not end.
 */
export async function deleteNamed(
  admin: AdminClient,
  name: string,
  folder: string,
  context: Context,
): Promise<string[]> {
  await untilNobodyWorks(name, folder, context);
  const named = await readNamed(admin, name);
  const gone = await mapBounded(named, DELETIONS_AT_ONCE, (realm) =>
    deleteRealm(admin, realm, (found) => isOf(found, name)),
  );
  return named.filter((_, index) => gone[index]);
}

/** Pulumi goes on where the command alone was killed. */
export async function untilNobodyWorks(name: string, folder: string, { signal }: Context): Promise<void> {
  const refuse = async () =>
    refuseHeld(name, await locksInFiles(join(stackFolder(folder), "state"), ownerOf(name)));
  const isFree = async () =>
    signal.aborted ||
    (await refuse().then(
      () => true,
      () => false,
    ));
  if (!(await waitFor(isFree, DEADLINE_MILLISECONDS))) await refuse();
  signal.throwIfAborted();
}
