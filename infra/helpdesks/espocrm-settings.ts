// EspoCRM's settings for a login by Keycloak, by the keys of its configuration. The form in its administration
// and its configuration files are two ways to write the same record.
// Sources: EspoCRM's code (Core/Authentication/Oidc, Tools/Oidc, metadata authenticationMethods/Oidc.json and
// app/config.json); the vendor's page 'OpenID Connect (OIDC) Authentication'.

import type { Spec } from "../spec/schema.ts";
import type { Issuer } from "./issuer.ts";
import type { PhpValue } from "./php.ts";

/** Claim that holds the names of teams; EspoCRM looks for it at the top only. */
export const ESPOCRM_GROUPS = "groups";

/** Beside `openid`, which EspoCRM adds by itself. */
export const ESPOCRM_SCOPES = ["profile", "email", "phone"] as const;

export const usernameClaimOf = ({ config }: Spec) => config?.usernameClaim ?? "sub";
/** The field `userName` of EspoCRM's users holds no more. */
export const usernameLengthOf = ({ config }: Spec) => config?.usernameLength ?? 50;
export const sendsChallenge = ({ config }: Spec) => config?.version === "10";
export const teamsOf = (spec: Spec): readonly string[] => spec.agents?.roles ?? [];
export const espocrmRedirectUri = ({ url }: Spec): string => `${url}/oauth-callback.php`;

/** Key in the configuration to value, in the order of the form. */
export type EspocrmSettings = Readonly<Record<string, PhpValue>>;

/** The one key that EspoCRM keeps apart from what its administrators may read. */
export const INTERNAL = "oidcClientSecret";

/** Claim of the ID token that is people's user name. */
export function espocrmUserName(spec: Spec, { claims }: Issuer): string {
  const claim = usernameClaimOf(spec);
  return claim === "sub" ? claim : claim === "email" ? claims.email : claims.username;
}

/** @param algorithm - the one by which ID tokens are signed */
export function espocrmSettings(issuer: Issuer, spec: Spec, algorithm = "RS256"): EspocrmSettings {
  const { config = {} } = spec;
  return {
    authenticationMethod: "Oidc",
    oidcClientId: issuer.clientId,
    [INTERNAL]: issuer.clientSecret,
    oidcAuthorizationEndpoint: issuer.authorizationUrl,
    oidcTokenEndpoint: issuer.tokenUrl,
    oidcJwksEndpoint: issuer.jwksUrl ?? "",
    oidcJwtSignatureAlgorithmList: [algorithm],
    oidcScopes: issuer.scopes,
    oidcUsernameClaim: espocrmUserName(spec, issuer),
    oidcCreateUser: config.createUsers ?? false,
    oidcSync: config.syncUsers ?? false,
    ...(issuer.roles.entries.length > 0 ? { oidcGroupClaim: issuer.roles.claim } : {}),
    // Without it an administrator whom EspoCRM does not let in by Keycloak is locked out.
    oidcFallback: true,
    oidcAllowRegularUserFallback: config.allowFallback ?? false,
    oidcAllowAdminUser: config.allowAdminUser ?? false,
    // EspoCRM puts its own values, percent-encoded, into the braces.
    ...(issuer.logoutUrl === null
      ? {}
      : {
          oidcLogoutUrl: `${issuer.logoutUrl}?client_id={clientId}&post_logout_redirect_uri={siteUrl}`,
        }),
    ...(sendsChallenge(spec) ? { oidcAuthorizationPkce: true } : {}),
  };
}

/** English labels on the form Administration > Authentication; of a key without one only its name is known. */
export const ESPOCRM_LABELS: Readonly<Record<string, string>> = {
  authenticationMethod: "Authentication Method",
  oidcClientId: "OIDC Client ID",
  oidcClientSecret: "OIDC Client Secret",
  oidcAuthorizationEndpoint: "OIDC Authorization Endpoint",
  oidcTokenEndpoint: "OIDC Token Endpoint",
  oidcJwksEndpoint: "OIDC JSON Web Key Set Endpoint",
  oidcJwtSignatureAlgorithmList: "OIDC JWT Allowed Signature Algorithms",
  oidcScopes: "OIDC Scopes",
  oidcUsernameClaim: "OIDC Username Claim",
  oidcCreateUser: "OIDC Create User",
  oidcSync: "OIDC Sync",
  oidcGroupClaim: "OIDC Group Claim",
  oidcFallback: "OIDC Fallback Login",
  oidcAllowRegularUserFallback: "OIDC Allow fallback login for regular users",
  oidcAllowAdminUser: "OIDC Allow OIDC login for admin users",
  oidcLogoutUrl: "OIDC Logout URL",
};
