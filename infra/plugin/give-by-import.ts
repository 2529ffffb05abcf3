// Keycloak 26.5.6 lets nobody give a role of realm-management that its master realm does not know, such as
// view-system (keycloak/keycloak#45369); its import of users does. There a service account is made anew in its
// place: it keeps its id and all that it has, and it has no password and no second factor that could be lost.

import type GroupRepresentation from "@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js";
import type MappingsRepresentation from "@keycloak/keycloak-admin-client/lib/defs/mappingsRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { findClient } from "../admin/find-client.ts";

/** Whether the role is one of those that Keycloak gives each realm by itself. */
export const isKeycloaks = ({ description }: RoleRepresentation): boolean =>
  description?.startsWith("$" + "{role_") === true;

/**
 * Gives a service account further roles of a client, and says whether it did; a person is left as they are.
 *
 * @throws AdminFailure
 */
export async function giveByImport(
  admin: AdminClient,
  { realm, userId }: { readonly realm: string; readonly userId: string },
  clientId: string,
  names: readonly string[],
): Promise<boolean> {
  const path = adminPath`/realms/${realm}/users/${userId}`;
  const account = await admin.get<UserRepresentation>(path);
  const serviceAccountClientId = await clientOf(admin, realm, account);
  if (serviceAccountClientId === undefined) return false;
  const [mappings, groups] = await Promise.all([
    admin.get<MappingsRepresentation>(`${path}/role-mappings`),
    admin.get<GroupRepresentation[]>(`${path}/groups`),
  ]);
  const held = Object.entries(mappings.clientMappings ?? {}) as [
    string,
    MappingsRepresentation["clientMappings"],
  ][];
  const clientRoles = Object.fromEntries(held.map(([id, entry]) => [id, namesOf(entry?.["mappings"])]));
  await admin.post(adminPath`/realms/${realm}/partialImport`, {
    ifResourceExists: "OVERWRITE",
    users: [
      {
        ...account,
        serviceAccountClientId,
        realmRoles: namesOf(mappings.realmMappings),
        clientRoles: { ...clientRoles, [clientId]: [...(clientRoles[clientId] ?? []), ...names] },
        groups: groups.flatMap(({ path: of }) => of ?? []),
      },
    ],
  });
  return true;
}

/** The client whose service account it is; undefined for a person. */
async function clientOf(
  admin: AdminClient,
  realm: string,
  { id, username = "" }: UserRepresentation,
): Promise<string | undefined> {
  const clientId = /^service-account-(.+)$/.exec(username)?.[1];
  const client = clientId === undefined ? undefined : await findClient(admin, realm, clientId);
  if (client === undefined) return undefined;
  // Anybody may be called so.
  const path = adminPath`/realms/${realm}/clients/${client.id}/service-account-user`;
  const account = await admin.find<UserRepresentation>(path);
  return account?.id === id ? clientId : undefined;
}

const namesOf = (roles: readonly RoleRepresentation[] = []): string[] =>
  roles.flatMap(({ name }) => name ?? []);
