// Clients with their roles and service accounts, from Keycloak's representations to the model's.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type MappingsRepresentation from "@keycloak/keycloak-admin-client/lib/defs/mappingsRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { flag, text } from "./values.ts";

export async function readClient(
  admin: AdminClient,
  realm: string,
  clientId: string,
): Promise<ClientModel | undefined> {
  const found = await findClient(admin, realm, clientId);
  if (found === undefined) return undefined;
  const [roles, serviceAccountRoles] = await Promise.all([
    listRoles(admin, realm, found.id),
    flag(found.serviceAccountsEnabled) ? readServiceAccount(admin, realm, found.id) : {},
  ]);
  return {
    ...mapClient(found),
    roles: Object.fromEntries(
      roles.map((role) => [role.name ?? "", { description: text(role.description) }]),
    ),
    serviceAccountRoles,
  };
}

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

function mapClient(client: ClientRepresentation): Omit<ClientModel, "roles" | "serviceAccountRoles"> {
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
    postLogoutRedirectUris: postLogout(attributes["post.logout.redirect.uris"]),
    rootUrl: text(client.rootUrl),
    baseUrl: text(client.baseUrl),
    adminUrl: text(client.adminUrl),
    frontchannelLogout: flag(client.frontchannelLogout),
    backchannelLogoutUrl: text(attributes["backchannel.logout.url"]),
    defaultScopes: client.defaultClientScopes ?? [],
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

function listRoles(admin: AdminClient, realm: string, id: string): Promise<RoleRepresentation[]> {
  return admin.listAll<RoleRepresentation>(adminPath`/realms/${realm}/clients/${id}/roles`);
}

function pkce(method: unknown): ClientModel["pkce"] {
  return method === "S256" || method === "plain" ? method : null;
}

/** One attribute holds them all; "-" is the admin console's word for none. */
function postLogout(joined: unknown): readonly string[] {
  const uris = (text(joined) ?? "").split("##");
  return uris.filter((uri) => uri !== "" && uri !== "-");
}
