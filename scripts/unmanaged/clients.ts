// Clients of others, and what ours have beyond the spec.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type ClientScopeRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { BUILT_IN_CLIENTS } from "../../infra/spec/fields.ts";
import { OWN_SCOPES } from "./keycloaks-own.ts";
import { listSome } from "./list.ts";
import type { Found } from "./types.ts";

export async function findForeignClients(
  admin: AdminClient,
  { realm, clients }: RealmModel,
): Promise<Found[]> {
  const known = new Set([...BUILT_IN_CLIENTS, ...Object.values(clients).map(({ clientId }) => clientId)]);
  const path = adminPath`/realms/${realm}/clients`;
  const { entries, more } = await listSome<ClientRepresentation>(admin, path, "clients");
  const foreign = entries.flatMap(({ clientId = "", serviceAccountsEnabled }): Found[] => {
    if (known.has(clientId)) return [];
    const account = serviceAccountsEnabled === true ? ", with a service account" : "";
    return [{ kind: "client", name: clientId, text: `client ${clientId}${account}` }];
  });
  return [...foreign, ...more];
}

/** Roles of the spec's clients that the spec does not name, such as those that the helpdesk made. */
export async function findClientExtras(admin: AdminClient, { realm, clients }: RealmModel): Promise<Found[]> {
  const extras = await Promise.all(
    Object.values(clients).map(async ({ clientId, roles }) => {
      const client = await findClient(admin, realm, clientId);
      if (client === undefined) return [];
      const path = adminPath`/realms/${realm}/clients/${client.id}/roles`;
      const { entries, more } = await listSome<RoleRepresentation>(admin, path, `roles of ${clientId}`);
      const foreign = entries.filter(({ name = "" }) => !Object.hasOwn(roles, name));
      return [
        ...foreign.map(({ name = "" }): Found => {
          return {
            kind: "client-role",
            name: `${clientId}/${name}`,
            text: `client ${clientId}: role ${name}`,
          };
        }),
        ...more,
        ...settingsOf(client),
      ];
    }),
  );
  return extras.flat();
}

function settingsOf({ clientId = "", authorizationServicesEnabled }: ClientRepresentation): Found[] {
  if (authorizationServicesEnabled !== true) return [];
  const text = `client ${clientId}: authorization services are on`;
  return [{ kind: "client-setting", name: `${clientId}/authorization`, text }];
}

/** Scopes of others, and mappers in Keycloak's own: they reach our clients' tokens. */
export async function findScopes(admin: AdminClient, realm: string): Promise<Found[]> {
  const scopes = await admin.get<ClientScopeRepresentation[]>(adminPath`/realms/${realm}/client-scopes`);
  return scopes.flatMap(({ name = "", protocolMappers = [] }): Found[] => {
    const own = OWN_SCOPES.get(name);
    if (own === undefined) return [{ kind: "client-scope", name, text: `client scope ${name}` }];
    return protocolMappers
      .filter((one) => !own.includes(one.name ?? ""))
      .map((one) => ({
        kind: "protocol-mapper",
        name: `${name}/${one.name}`,
        text: `client scope ${name}: protocol mapper ${one.name}`,
      }));
  });
}
