// A client with its roles, its default scopes and what its service account may do.

import { Client, type ClientArgs } from "@pulumi/keycloak/openid/client.js";
import { ClientDefaultScopes } from "@pulumi/keycloak/openid/clientDefaultScopes.js";
import type { Realm } from "@pulumi/keycloak/realm.js";
import { Role } from "@pulumi/keycloak/role.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClientModel } from "../model/types.ts";
import { logicalName } from "./logical-name.ts";
import { ServiceAccountRoles } from "./service-account-roles.ts";

interface Context {
  readonly realm: Realm;
  /** Roles on Keycloak's own clients that have to be there before they can be given. */
  readonly builtInRoles: readonly pulumi.Resource[];
}

export class HelpdeskClient extends pulumi.ComponentResource {
  readonly client: Client;
  /** The client's own roles by name. */
  readonly roles: Readonly<Record<string, Role>>;

  constructor(
    path: readonly string[],
    model: ClientModel,
    context: Context,
    options: pulumi.ComponentResourceOptions,
  ) {
    const name = logicalName(...path);
    super("deskrealm:index:HelpdeskClient", name, {}, options);
    const { deletedWith } = options;
    const inRealm = deletedWith === undefined ? { parent: this } : { parent: this, deletedWith };
    const realmId = context.realm.id;
    this.client = new Client(logicalName(name, "client"), { realmId, ...clientArgs(model) }, inRealm);
    new ClientDefaultScopes(
      logicalName(name, "scopes"),
      { realmId, clientId: this.client.id, defaultScopes: [...model.defaultScopes] },
      inRealm,
    );
    this.roles = Object.fromEntries(
      Object.entries(model.roles).map(([role, { description }]) => [
        role,
        new Role(
          logicalName(name, "roles", role),
          { realmId, clientId: this.client.id, name: role, description: description ?? "" },
          inRealm,
        ),
      ]),
    );
    if (model.serviceAccount) {
      new ServiceAccountRoles(
        logicalName(name, "service-account"),
        { realm: realmId, userId: this.client.serviceAccountUserId, roles: model.serviceAccountRoles },
        { ...inRealm, dependsOn: [...context.builtInRoles] },
      );
    }
    this.registerOutputs({});
  }
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
    validPostLogoutRedirectUris: [...model.postLogoutRedirectUris],
    rootUrl: model.rootUrl ?? "",
    baseUrl: model.baseUrl ?? "",
    adminUrl: model.adminUrl ?? "",
    frontchannelLogoutEnabled: model.frontchannelLogout,
    backchannelLogoutUrl: model.backchannelLogoutUrl ?? "",
  };
}
