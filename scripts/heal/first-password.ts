// A person whom a killed run made without coming to the first password: nobody could ever log in there.

import type CredentialRepresentation from "@keycloak/keycloak-admin-client/lib/defs/credentialRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Model, SecretReference } from "../../infra/model/types.ts";
import type { LiveEntry } from "./live-ids.ts";

/**
 * Sets the spec's temporary password for those of the entries that are people with none at all. A person
 * who comes from a directory or another provider has theirs there, and is left alone.
 *
 * @param secretOf - value of a reference; undefined where it is not known here
 * @returns who got one, as `REALM: NAME`
 */
export async function setFirstPasswords(
  admin: AdminClient,
  model: Model,
  entries: readonly LiveEntry[],
  secretOf: (reference: SecretReference) => string | undefined,
): Promise<string[]> {
  const people = entries.flatMap(({ entry: { realm, place, part }, id }) =>
    place.kind === "person" && !part ? [{ realm, id, username: place.username }] : [],
  );
  const set = await Promise.all(
    people.map(async ({ realm, id, username }) => {
      const spec = Object.values(model.realms).find((one) => one.realm === realm)?.users[username];
      const value = spec?.temporaryPassword == null ? undefined : secretOf(spec.temporaryPassword);
      if (value === undefined || !(await hasNone(admin, realm, id))) return [];
      const path = adminPath`/realms/${realm}/users/${id}/reset-password`;
      await admin.put(path, { type: "password", value, temporary: true });
      return [`${realm}: ${username}`];
    }),
  );
  return set.flat();
}

async function hasNone(admin: AdminClient, realm: string, id: string): Promise<boolean> {
  const path = adminPath`/realms/${realm}/users/${id}`;
  const [person, credentials, providers] = await Promise.all([
    admin.get<UserRepresentation>(path),
    admin.get<CredentialRepresentation[]>(`${path}/credentials`),
    admin.get<unknown[]>(`${path}/federated-identity`),
  ]);
  return person.federationLink === undefined && credentials.length === 0 && providers.length === 0;
}
