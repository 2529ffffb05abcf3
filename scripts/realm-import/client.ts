// Clients of a realm and their roles, as a realm's import takes them.

import type { ClientModel, RealmModel } from "../../infra/model/types.ts";
import { given } from "./given.ts";

/** The client; where no secret is given, Keycloak makes one for a confidential client. */
export function clientImport(client: ClientModel, secret: string | undefined) {
  return {
    clientId: client.clientId,
    protocol: "openid-connect",
    enabled: client.enabled,
    ...given({
      name: client.name,
      rootUrl: client.rootUrl,
      baseUrl: client.baseUrl,
      adminUrl: client.adminUrl,
    }),
    publicClient: client.access === "public",
    ...(secret === undefined ? {} : { secret }),
    standardFlowEnabled: client.standardFlow,
    implicitFlowEnabled: client.implicitFlow,
    directAccessGrantsEnabled: client.directAccessGrants,
    serviceAccountsEnabled: client.serviceAccount,
    consentRequired: client.consentRequired,
    fullScopeAllowed: client.fullScopeAllowed,
    frontchannelLogout: client.frontchannelLogout,
    redirectUris: client.redirectUris,
    webOrigins: client.webOrigins,
    defaultClientScopes: client.defaultScopes,
    optionalClientScopes: client.optionalScopes,
    protocolMappers: Object.entries(client.mappers).map(([name, { type, config }]) => ({
      name,
      protocol: "openid-connect",
      protocolMapper: type,
      config,
    })),
    attributes: {
      ...given({
        "pkce.code.challenge.method": client.pkce,
        "backchannel.logout.url": client.backchannelLogoutUrl,
        "id.token.signed.response.alg": client.idTokenAlgorithm,
        "user.info.response.signature.alg": client.userinfoAlgorithm,
      }),
      // Without any, Keycloak would take the redirect URIs.
      "post.logout.redirect.uris": client.postLogoutRedirectUris.join("##") || "-",
      "oauth2.device.authorization.grant.enabled": String(client.deviceAuthorizationGrant),
    },
  };
}

/** Roles of the clients, and those that Keycloak's own clients need beyond the built-in ones, by client id. */
export function clientRoles({ clients, builtInClientRoles }: RealmModel) {
  const own = Object.values(clients).map(({ clientId, roles }) => [
    clientId,
    Object.entries(roles).map(([name, { description }]) => ({ name, ...given({ description }) })),
  ]);
  const builtIn = Object.entries(builtInClientRoles).map(([clientId, names]) => [
    clientId,
    names.map((name) => ({ name })),
  ]);
  return Object.fromEntries([...own, ...builtIn]);
}

/** Roles by the clients' keys in the model, as an import names them: by client id. */
export function rolesByClientId(
  roles: Readonly<Record<string, readonly string[]>>,
  { clients }: Pick<RealmModel, "clients">,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(roles).map(([key, names]) => [clients[key]?.clientId ?? key, names]),
  );
}
