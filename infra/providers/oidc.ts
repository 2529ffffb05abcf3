// Any other provider that speaks OpenID Connect: the spec has its addresses, since nothing is looked up.

import { given, preset, type Sourced } from "../model/explained.ts";
import type { ProviderKind } from "./types.ts";
import { code, list } from "./words.ts";

export const oidc: ProviderKind = {
  name: "oidc",
  title: "OpenID Connect",
  providerId: "oidc",
  endpoints: ({ spec, at }) => ({
    issuer: given(spec.issuer ?? "", ...at, "issuer") as Sourced<string>,
    authorizationUrl: given(spec.authorizationUrl ?? "", ...at, "authorizationUrl") as Sourced<string>,
    tokenUrl: given(spec.tokenUrl ?? "", ...at, "tokenUrl") as Sourced<string>,
    userInfoUrl:
      given(spec.userInfoUrl, ...at, "userInfoUrl") ?? preset(null, "deskrealm", "the ID token says all"),
    logoutUrl: given(spec.logoutUrl, ...at, "logoutUrl") ?? preset(null, "deskrealm", "the spec names none"),
    jwksUrl: given(spec.jwksUrl, ...at, "jwksUrl") ?? preset(null, "deskrealm", "the spec names none"),
  }),
  scopes: ["openid", "profile", "email"],
  claims: () => ({}),
  rolesClaim: () => ({ claim: "groups", reason: "the usual name" }),
  direct: () => ({ userInfoUrl: null }),
  steps: ({ spec }, { redirectUri, logoutUri, roles, provider }) => [
    `Register a confidential client ${code(provider.clientId)} for the authorization code flow at ` +
      `${code(spec.issuer ?? "")}, with the redirect URI ${code(redirectUri)}`,
    ...(provider.logoutUrl === null ? [] : [`Post-logout redirect URI: ${code(logoutUri)}`]),
    `It signs ID tokens with RS256 (or another algorithm with a public key), and lets the client ask for ` +
      `${list(provider.scopes)}.`,
    `ID token or userinfo have ${list(["email", "given_name", "family_name", "preferred_username"])}; other names go ` +
      `under ${code("claims")}.`,
    `The subject (${code("sub")}) of a person never changes. With the email as the subject, whoever gets another ` +
      "address is another person for Keycloak.",
    ...(Object.keys(roles).length === 0
      ? []
      : [
          `The claim ${code(spec.rolesClaim ?? "groups")} lists: ${Object.entries(roles)
            .map(([role, values]) => `${list(values)} for ${code(role)}`)
            .join("; ")}.`,
        ]),
  ],
};
