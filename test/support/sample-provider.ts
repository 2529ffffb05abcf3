// A provider and a flow written by hand, in which nothing is null.

import type { BrokerFlowModel, IdentityProviderModel } from "../../infra/model/identity-provider.ts";
import type { MapperModel } from "../../infra/model/types.ts";

export function sampleProvider(parts: Partial<IdentityProviderModel> = {}): IdentityProviderModel {
  return {
    providerId: "oidc",
    displayName: "ACME account",
    enabled: true,
    hidden: false,
    linkOnly: false,
    storeToken: false,
    trustEmail: false,
    syncMode: "FORCE",
    firstLoginFlow: "first login without linking",
    postLoginFlow: "browser",
    issuer: "https://login.provider.example/acme",
    authorizationUrl: "https://login.provider.example/acme/authorize",
    tokenUrl: "https://login.provider.example/acme/token",
    userInfoUrl: "https://login.provider.example/acme/userinfo",
    logoutUrl: "https://login.provider.example/acme/logout",
    backchannelLogout: false,
    validateSignature: true,
    jwksUrl: "https://login.provider.example/acme/keys",
    clientId: "helpdesk",
    clientAuthentication: "client_secret_post",
    clientSecret: { kind: "secret", name: "provider" },
    scopes: ["email", "openid"],
    pkce: "S256",
    settings: {
      filteredByClaim: "true",
      claimFilterName: "email_verified",
      claimFilterValue: "true",
      prompt: "login",
    },
    mappers: {
      email: claim("upn", "email"),
      "last name": claim("name", "lastName"),
      "attribute customerid": claim("company", "customerid"),
      "attribute phone": claim("phone_number", "phone"),
      "user name": {
        type: "oidc-username-idp-mapper",
        config: { syncMode: "IMPORT", template: "${CLAIM.upn}", target: "LOCAL" },
      },
      "role Agent by agents": group("agents", "Agent"),
      "role Admin by heads": group("heads", "Admin"),
      everybody: { type: "oidc-hardcoded-role-idp-mapper", config: { role: "otrs-app.Agent" } },
    },
    ...parts,
  };
}

function claim(name: string, attribute: string): MapperModel {
  const config = { syncMode: "INHERIT", claim: name, "user.attribute": attribute };
  return { type: "oidc-user-attribute-idp-mapper", config };
}

function group(name: string, role: string): MapperModel {
  const config = { syncMode: "INHERIT", claim: "groups", "claim.value": name, role: `otrs-app.${role}` };
  return { type: "oidc-role-idp-mapper", config };
}

export function sampleFlow(): BrokerFlowModel {
  return {
    steps: {
      "idp-review-profile": {
        position: 1,
        requirement: "REQUIRED",
        config: { "update.profile.on.first.login": "missing" },
      },
      "idp-create-user-if-unique": { position: 2, requirement: "REQUIRED", config: {} },
    },
  };
}
