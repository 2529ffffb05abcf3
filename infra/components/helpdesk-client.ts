// A client with its roles, its default scopes and what its service account may do.

import { Client, type ClientArgs } from "@pulumi/keycloak/openid/client.js";
import type { Realm } from "@pulumi/keycloak/realm.js";
import { Role } from "@pulumi/keycloak/role.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ClientModel } from "../model/types.ts";
import { type Aliases, aliased, logicalName } from "./logical-name.ts";
import { ClientAttachments, UserClientRoles } from "./own-resources.ts";

interface Context {
  readonly realm: Realm;
  /** Among them roles of Keycloak's own clients, which have to be there before they can be given. */
  readonly details: pulumi.Resource;
  readonly aliases: Aliases;
}

export interface HelpdeskClient {
  readonly clientId: string;
  readonly client: Client;
  /** The client's own roles by name. */
  readonly roles: Readonly<Record<string, Role>>;
}

/** What the plugin would set back wherever the model does not speak of it. */
const UNMANAGED = [
  ...["alwaysDisplayInConsole", "clientAuthenticatorType", "standardTokenExchangeEnabled"],
  "useRefreshTokensClientCredentials",
] as const;

/**
 * Registers all that belongs to one client. It is no component of Pulumi's, nor is a person: each entry costs
 * time in every plan, and their logical names say already what belongs together.
 *
 * @param inRealm - options that put a resource into its realm
 */
export function helpdeskClient(
  path: readonly string[],
  model: ClientModel,
  { realm, details, aliases }: Context,
  inRealm: pulumi.CustomResourceOptions,
): HelpdeskClient {
  const name = logicalName(...path);
  const realmId = realm.id;
  const client = new Client(
    logicalName(name, "client"),
    { realmId, ...clientArgs(model) },
    { ...inRealm, ...aliased(aliases, logicalName(name, "client")), ignoreChanges: [...UNMANAGED] },
  );
  const roles = Object.fromEntries(
    Object.entries(model.roles).map(([role, { description }]) => [
      role,
      new Role(
        logicalName(name, "roles", role),
        { realmId, clientId: client.id, name: role, description: description ?? "", compositeRoles: [] },
        { ...inRealm, ...aliased(aliases, logicalName(name, "roles", role)) },
      ),
    ]),
  );
  new ClientAttachments(
    logicalName(name, "attachments"),
    {
      realm: realmId,
      clientId: client.clientId,
      defaultScopes: model.defaultScopes,
      optionalScopes: model.optionalScopes,
      idTokenAlgorithm: model.idTokenAlgorithm ?? "",
      userinfoAlgorithm: model.userinfoAlgorithm ?? "",
      mappers: Object.entries(model.mappers).map(([mapper, { type, config }]) => ({
        name: mapper,
        type,
        config,
      })),
      roles: Object.entries(model.roles).map(([role, { description }]) => {
        return { name: role, description: description ?? "" };
      }),
    },
    // Asked for a role while it is made, Keycloak may remember that there is none, and tell the plugin so.
    { ...inRealm, ...aliased(aliases, logicalName(name, "attachments")), dependsOn: Object.values(roles) },
  );
  if (model.serviceAccount) {
    new UserClientRoles(
      logicalName(name, "service-account"),
      { realm: realmId, userId: client.serviceAccountUserId, roles: model.serviceAccountRoles },
      { ...inRealm, ...aliased(aliases, logicalName(name, "service-account")), dependsOn: [details] },
    );
  }
  return { clientId: model.clientId, client, roles };
}

function clientArgs(model: ClientModel): Omit<ClientArgs, "realmId"> {
  return {
    clientId: model.clientId,
    // Left out, the plugin would name the client after the resource, with a random suffix.
    name: model.name ?? "",
    enabled: model.enabled,
    accessType: model.access === "public" ? "PUBLIC" : "CONFIDENTIAL",
    standardFlowEnabled: model.standardFlow,
    implicitFlowEnabled: model.implicitFlow,
    directAccessGrantsEnabled: model.directAccessGrants,
    serviceAccountsEnabled: model.serviceAccount,
    oauth2DeviceAuthorizationGrantEnabled: model.deviceAuthorizationGrant,
    consentRequired: model.consentRequired,
    fullScopeAllowed: model.fullScopeAllowed,
    pkceCodeChallengeMethod: model.pkce ?? "",
    validRedirectUris: [...model.redirectUris],
    webOrigins: [...model.webOrigins],
    // Without any, Keycloak takes the redirect URIs.
    validPostLogoutRedirectUris:
      model.postLogoutRedirectUris.length > 0 ? [...model.postLogoutRedirectUris] : ["-"],
    rootUrl: model.rootUrl ?? "",
    baseUrl: model.baseUrl ?? "",
    adminUrl: model.adminUrl ?? "",
    frontchannelLogoutEnabled: model.frontchannelLogout,
    backchannelLogoutUrl: model.backchannelLogoutUrl ?? "",
  };
}
