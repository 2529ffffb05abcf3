// The directory of a realm that a spec can name: one, where Keycloak can have many.

import type { AdminClient } from "../../infra/admin/client.ts";
import { type Component, flatConfig, listFederations, listMappers } from "../../infra/admin/federations.ts";
import { filledGroups } from "../../infra/export/mapper-names.ts";
import type { RealmModel } from "../../infra/model/types.ts";

/**
 * What to look for of it, with the groups that it fills for their roles' sake; nothing where there is none.
 *
 * @param like - a realm of the same layout that has a directory: names count, nothing else
 */
export async function findDirectory(
  admin: AdminClient,
  realm: string,
  { federations }: RealmModel,
): Promise<Pick<RealmModel, "federations" | "groups">> {
  const all = await listFederations(admin, realm);
  const [first] = all.toSorted((a, b) => priorityOf(a) - priorityOf(b));
  const like = federations["ldap"];
  if (first === undefined || like === undefined) return { federations: {}, groups: {} };
  const mappers = (await listMappers(admin, realm, first.id)).map(
    ({ name, providerId = "", config }) => [name, { type: providerId, config: flatConfig(config) }] as const,
  );
  const groups = filledGroups(Object.fromEntries(mappers)).map((name) => [name, { clientRoles: {} }]);
  return {
    federations: { ldap: { ...like, name: first.name, writableUntil: null } },
    groups: Object.fromEntries(groups),
  };
}

/** Keycloak asks the lowest first. */
const priorityOf = ({ config }: Component): number => Number(flatConfig(config)["priority"] ?? 0);
