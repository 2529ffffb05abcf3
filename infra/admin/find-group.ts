// A group at the top of a realm by its name.

import { type AdminClient, adminPath } from "./client.ts";

/** Undefined where the realm has none. */
export async function findGroup(
  client: AdminClient,
  realm: string,
  name: string,
): Promise<{ readonly id: string } | undefined> {
  return client.find(adminPath`/realms/${realm}/group-by-path/${name}`);
}
