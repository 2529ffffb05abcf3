// People of a realm who are not of a directory: whoever has one's user name or address keeps its entry out.

import type { AdminClient } from "../../infra/admin/client.ts";
import { listKeptPeople } from "../../infra/admin/kept-people.ts";

export interface LocalPeople {
  /** User names by themselves and by addresses, both in lower case. */
  readonly byUsername: ReadonlyMap<string, string>;
  readonly byEmail: ReadonlyMap<string, string>;
}

/**
 * @param federation - id of the directory
 * It takes about as long as a sync: Keycloak looks each of its people up in the directory.
 *
 * @throws AdminFailure
 */
export async function readLocalPeople(
  admin: AdminClient,
  realm: string,
  federation: string,
): Promise<LocalPeople> {
  const all = await listKeptPeople(admin, realm);
  const local = all.filter(({ federationLink }) => federationLink !== federation);
  const names = local.map(({ username = "" }) => [username.toLowerCase(), username] as const);
  const emails = local.flatMap(({ username = "", email = "" }) =>
    email === "" ? [] : [[email.toLowerCase(), username] as const],
  );
  return { byUsername: new Map(names), byEmail: new Map(emails) };
}
