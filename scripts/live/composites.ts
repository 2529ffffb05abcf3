// Roles that come with a role, by the names that people know.

import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { nameRoles } from "../../infra/admin/role-names.ts";

/** @param role - the role's path below the realm's, for example `/roles/offline_access` */
export async function readComposites(admin: AdminClient, realm: string, role: string): Promise<string[]> {
  const found = await admin.find<RoleRepresentation[]>(`${adminPath`/realms/${realm}`}${role}/composites`);
  return nameRoles(admin, realm, found ?? []);
}
