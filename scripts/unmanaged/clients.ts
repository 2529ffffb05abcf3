// Clients of others, and what ours have beyond the spec.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type ClientScopeRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { BUILT_IN_CLIENTS } from "../../infra/spec/fields.ts";
import { OPTIONAL_SCOPES, OWN_SCOPES, SERVICE_ACCOUNT_MAPPERS } from "./keycloaks-own.ts";
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

/** Two calls at most for each client of the spec. */
export async function findClientExtras(admin: AdminClient, { realm, clients }: RealmModel): Promise<Found[]> {
  const extras = await Promise.all(
    Object.values(clients).map(async ({ clientId }) => {
      const client = await findClient(admin, realm, clientId);
      return client === undefined ? [] : extrasOf(client);
    }),
  );
  return extras.flat();
}

function extrasOf(client: ClientRepresentation): Found[] {
  const { clientId = "", protocolMappers = [], optionalClientScopes = [] } = client;
  const setting = (name: string, text: string): Found => ({
    kind: "client-setting",
    name: `${clientId}/${name}`,
    text: `client ${clientId}: ${text}`,
  });
  const own = client.serviceAccountsEnabled === true ? SERVICE_ACCOUNT_MAPPERS : [];
  const overrides = Object.entries(client.authenticationFlowBindingOverrides ?? {});
  return [
    ...protocolMappers
      .filter(({ name = "" }) => !own.includes(name))
      .map(({ name = "" }) => mapper(`client ${clientId}`, clientId, name)),
    ...optionalClientScopes
      .filter((name) => !OPTIONAL_SCOPES.includes(name))
      .map((name) => setting(name, `optional scope ${name}`)),
    // An override that was taken back stays as an empty text.
    ...overrides
      .filter(([, flow]) => flow !== "")
      .map(([binding]) => setting(binding, `an authentication flow of its own (${binding})`)),
    ...(client.authorizationServicesEnabled === true
      ? [setting("authorization", "authorization services are on")]
      : []),
  ];
}

/** Scopes of others, and mappers in Keycloak's own: they reach our clients' tokens. */
export async function findScopes(admin: AdminClient, realm: string): Promise<Found[]> {
  const scopes = await admin.get<ClientScopeRepresentation[]>(adminPath`/realms/${realm}/client-scopes`);
  return scopes.flatMap(({ name = "", protocolMappers = [] }): Found[] => {
    const own = OWN_SCOPES.get(name);
    if (own === undefined) return [{ kind: "client-scope", name, text: `client scope ${name}` }];
    return protocolMappers
      .filter((one) => !own.includes(one.name ?? ""))
      .map((one) => mapper(`client scope ${name}`, name, one.name ?? ""));
  });
}

function mapper(owner: string, ownerName: string, name: string): Found {
  return { kind: "protocol-mapper", name: `${ownerName}/${name}`, text: `${owner}: protocol mapper ${name}` };
}
