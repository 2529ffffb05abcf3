// Roles by the names that people know: a realm role's own, a client's as `CLIENT-ID/ROLE`.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { Failure } from "../diagnostics/failure.ts";
import { type AdminClient, adminPath } from "./client.ts";
import { findClient } from "./find-client.ts";

/** Names of the roles, in their order. One call for each client that owns some. */
export async function nameRoles(
  client: AdminClient,
  realm: string,
  roles: readonly RoleRepresentation[],
): Promise<string[]> {
  const owners = [...new Set(roles.flatMap((role) => (role.clientRole ? (role.containerId ?? "") : [])))];
  const ids = new Map(
    await Promise.all(
      owners.map(async (uuid) => {
        const owner = await client.get<ClientRepresentation>(adminPath`/realms/${realm}/clients/${uuid}`);
        return [uuid, owner.clientId ?? uuid] as const;
      }),
    ),
  );
  return roles.map(({ name = "", clientRole, containerId = "" }) =>
    clientRole ? `${ids.get(containerId)}/${name}` : name,
  );
}

/** @throws Failure `admin-refused` where the realm has no such role. */
export async function findRole(
  client: AdminClient,
  realm: string,
  name: string,
): Promise<RoleRepresentation> {
  const at = name.indexOf("/");
  const found =
    at < 0
      ? await client.find<RoleRepresentation>(adminPath`/realms/${realm}/roles/${name}`)
      : await findClientRole(client, realm, name.slice(0, at), name.slice(at + 1));
  if (found !== undefined) return found;
  throw new Failure("admin-refused", `The realm ${realm} has no role ${name}.`, {
    hint: "run the same command again; the role is made before it is given",
  });
}

async function findClientRole(
  client: AdminClient,
  realm: string,
  clientId: string,
  role: string,
): Promise<RoleRepresentation | undefined> {
  const owner = await findClient(client, realm, clientId);
  if (owner === undefined) return undefined;
  return client.find<RoleRepresentation>(adminPath`/realms/${realm}/clients/${owner.id}/roles/${role}`);
}
