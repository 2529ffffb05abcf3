// Clients with their roles and service accounts, from Keycloak's representations to the model's.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type MappingsRepresentation from "@keycloak/keycloak-admin-client/lib/defs/mappingsRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { readComposites } from "./composites.ts";
import { flag, text } from "./values.ts";

export interface ReadOptions {
  /** All roles of the clients. By default those that are expected: the helpdesk may have made others. */
  readonly everyRole?: boolean;
}

export async function readClient(
  admin: AdminClient,
  realm: string,
  expected: ClientModel,
  { everyRole = false }: ReadOptions,
): Promise<ClientModel | undefined> {
  const found = await findClient(admin, realm, expected.clientId);
  if (found === undefined) return undefined;
  const names = everyRole ? undefined : Object.keys(expected.roles);
  const [roles, serviceAccountRoles, flowOverrides] = await Promise.all([
    readRoles(admin, realm, found.id, names),
    flag(found.serviceAccountsEnabled) ? readServiceAccount(admin, realm, found.id) : {},
    readFlowOverrides(admin, realm, found.authenticationFlowBindingOverrides ?? {}),
  ]);
  return { ...mapClient(found), roles, serviceAccountRoles, flowOverrides };
}

type OwnSettings = Omit<ClientModel, "roles" | "serviceAccountRoles" | "flowOverrides">;

function mapClient(client: ClientRepresentation): OwnSettings {
  const attributes: Readonly<Record<string, unknown>> = client.attributes ?? {};
  return {
    clientId: client.clientId ?? "",
    name: text(client.name),
    enabled: flag(client.enabled),
    access: flag(client.publicClient) ? "public" : "confidential",
    standardFlow: flag(client.standardFlowEnabled),
    implicitFlow: flag(client.implicitFlowEnabled),
    directAccessGrants: flag(client.directAccessGrantsEnabled),
    serviceAccount: flag(client.serviceAccountsEnabled),
    deviceAuthorizationGrant: flag(attributes["oauth2.device.authorization.grant.enabled"]),
    consentRequired: flag(client.consentRequired),
    fullScopeAllowed: flag(client.fullScopeAllowed),
    pkce: pkce(attributes["pkce.code.challenge.method"]),
    redirectUris: client.redirectUris ?? [],
    webOrigins: client.webOrigins ?? [],
    postLogoutRedirectUris: postLogout(attributes["post.logout.redirect.uris"], client.redirectUris ?? []),
    rootUrl: text(client.rootUrl),
    baseUrl: text(client.baseUrl),
    adminUrl: text(client.adminUrl),
    frontchannelLogout: flag(client.frontchannelLogout),
    backchannelLogoutUrl: text(attributes["backchannel.logout.url"]),
    idTokenAlgorithm: text(attributes["id.token.signed.response.alg"]),
    userinfoAlgorithm: text(attributes["user.info.response.signature.alg"]),
    defaultScopes: client.defaultClientScopes ?? [],
    optionalScopes: client.optionalClientScopes ?? [],
    mappers: Object.fromEntries(
      (client.protocolMappers ?? []).map(({ name = "", protocolMapper = "", config }) => [
        name,
        { type: protocolMapper, config: (config ?? {}) as Record<string, string> },
      ]),
    ),
  };
}

async function readServiceAccount(
  admin: AdminClient,
  realm: string,
  id: string,
): Promise<Record<string, readonly string[]>> {
  const user = await admin.find<UserRepresentation>(
    adminPath`/realms/${realm}/clients/${id}/service-account-user`,
  );
  return user?.id === undefined ? {} : readClientRoles(admin, realm, user.id);
}

/** Client roles given to a user directly: client id to role names. What comes by a composite is not. */
export async function readClientRoles(
  admin: AdminClient,
  realm: string,
  userId: string,
): Promise<Record<string, readonly string[]>> {
  const mappings = await admin.get<MappingsRepresentation>(
    adminPath`/realms/${realm}/users/${userId}/role-mappings`,
  );
  const clients: [string, { mappings?: RoleRepresentation[] }][] = Object.entries(
    mappings.clientMappings ?? {},
  );
  return Object.fromEntries(
    clients.map(([clientId, { mappings: roles = [] }]) => [clientId, roles.map((role) => role.name ?? "")]),
  );
}

/** The roles of the given names, or all. One call more for each role that brings others along. */
async function readRoles(
  admin: AdminClient,
  realm: string,
  id: string,
  names: readonly string[] | undefined,
): Promise<ClientModel["roles"]> {
  const path = adminPath`/clients/${id}/roles`;
  const list = `${adminPath`/realms/${realm}`}${path}`;
  const one = (name: string) => admin.find<RoleRepresentation>(`${list}/${encodeURIComponent(name)}`);
  const roles =
    names === undefined
      ? await admin.listAll<RoleRepresentation>(list)
      : (await Promise.all(names.map(one))).filter((role) => role !== undefined);
  const entries = await Promise.all(
    roles.map(async ({ name = "", description, composite }) => {
      const role = `${path}/${encodeURIComponent(name)}`;
      const composites = composite === true ? await readComposites(admin, realm, role) : [];
      return [name, { description: text(description), composites }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** Keycloak has ids here, which say nothing; one call more where a client has a flow of its own. */
async function readFlowOverrides(
  admin: AdminClient,
  realm: string,
  bound: Readonly<Record<string, string>>,
): Promise<ClientModel["flowOverrides"]> {
  const ids = { browser: text(bound["browser"]), directGrant: text(bound["direct_grant"]) };
  if (ids.browser === null && ids.directGrant === null) return { browser: null, directGrant: null };
  const flows = await admin.get<{ id: string; alias: string }[]>(
    adminPath`/realms/${realm}/authentication/flows`,
  );
  const alias = (id: string | null) =>
    id === null ? null : (flows.find((one) => one.id === id)?.alias ?? id);
  return { browser: alias(ids.browser), directGrant: alias(ids.directGrant) };
}

function pkce(method: unknown): ClientModel["pkce"] {
  return method === "S256" || method === "plain" ? method : null;
}

/**
 * One attribute holds them all; "-" is the admin console's word for none. Without it Keycloak takes the redirect URIs,
 * as it does by "+".
 */
function postLogout(joined: unknown, redirectUris: readonly string[]): readonly string[] {
  const said = text(joined) ?? (redirectUris.length > 0 ? "+" : "");
  return said.split("##").filter((uri) => uri !== "" && uri !== "-");
}
