// People whom Keycloak itself holds: its own, and those that it has taken from directories.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/** People in one request. */
const PAGE = 1000;

/**
 * All of them, briefly. Keycloak looks each up in their directory.
 *
 * @throws AdminFailure where a directory keeps it from an answer
 */
export async function listKeptPeople(client: AdminClient, realm: string): Promise<UserRepresentation[]> {
  const path = adminPath`/realms/${realm}/users`;
  const count = await client.get<number>(`${path}/count`);
  const people: UserRepresentation[] = [];
  for (let first = 0; first < count; first += PAGE) {
    // Asked for more than it holds, Keycloak would take whoever is new from the directory, and stumble over
    // entries that it cannot take.
    const query = { briefRepresentation: true, first, max: Math.min(PAGE, count - first) };
    people.push(...(await client.get<UserRepresentation[]>(path, query)));
  }
  return people;
}
