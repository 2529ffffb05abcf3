// A person by the exact user name.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/**
 * The representation of a person; undefined too where the realm is gone.
 *
 * @param brief - leaves attributes out
 */
export async function findUser(
  client: AdminClient,
  realm: string,
  username: string,
  { brief = false }: { readonly brief?: boolean } = {},
): Promise<UserRepresentation | undefined> {
  // Keycloak keeps user names in lower case, whatever it was given.
  const query = { username: username.toLowerCase(), exact: true, briefRepresentation: brief };
  const found = await client.find<UserRepresentation[]>(adminPath`/realms/${realm}/users`, query);
  return found?.[0];
}
