// All test realms of one name, deleted.

import type { AdminClient } from "../../infra/admin/client.ts";
import { mapBounded } from "../bounded.ts";
import { deleteRealm } from "./delete-realm.ts";
import { isOf, readNamed } from "./marks.ts";

/** Deleting a realm is work for a server. */
export const DELETIONS_AT_ONCE = 4;

/** @returns names of the realms that are gone */
export async function deleteNamed(admin: AdminClient, name: string): Promise<string[]> {
  const named = await readNamed(admin, name);
  const gone = await mapBounded(named, DELETIONS_AT_ONCE, (realm) =>
    deleteRealm(admin, realm, (found) => isOf(found, name)),
  );
  return named.filter((_, index) => gone[index]);
}
