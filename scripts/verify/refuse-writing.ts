// Nobody who is made for a check may come into a directory.

import type { AdminClient } from "../../infra/admin/client.ts";
import { flatConfig, listFederations } from "../../infra/admin/federations.ts";
import { NotTried } from "./check.ts";

/**
 * For a check that makes a person: Keycloak writes new people into a directory that is open for it.
 *
 * @throws NotTried naming the directory.
 */
export async function refuseWriting(admin: AdminClient, realm: string): Promise<void> {
  const open = (await listFederations(admin, realm)).find(({ config }) => {
    const { enabled, editMode, syncRegistrations } = flatConfig(config);
    return enabled !== "false" && editMode === "WRITABLE" && syncRegistrations === "true";
  });
  if (open !== undefined)
    throw new NotTried(`whoever is made now, Keycloak writes into the directory ${open.name}, too`);
}
