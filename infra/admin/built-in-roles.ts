// Which roles of Keycloak's own clients are there.

import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";
import { findClient } from "./find-client.ts";

/**
 * Of the wanted roles of Keycloak's own clients, those that exist. A client without any is left in. One call
 * for each, since such a client may have thousands of other roles.
 */
export async function readBuiltInRoles(
  admin: AdminClient,
  realm: string,
  wanted: Readonly<Record<string, readonly string[]>>,
): Promise<Record<string, readonly string[]>> {
  const entries = await Promise.all(
    Object.entries(wanted).map(async ([clientId, names]) => {
      const found = await findClient(admin, realm, clientId);
      if (found === undefined) return [clientId, []] as const;
      const roles = await Promise.all(
        names.map((name) =>
          admin.find<RoleRepresentation>(adminPath`/realms/${realm}/clients/${found.id}/roles/${name}`),
        ),
      );
      return [clientId, names.filter((_, index) => roles[index] !== undefined)] as const;
    }),
  );
  return Object.fromEntries(entries);
}
