// Microsoft Entra ID, once Azure AD: one tenant's v2.0 endpoints.
// Source: Microsoft's reference of ID token claims and of optional claims, and FACTS seen by trying.

import { given, preset, type Sourced } from "../model/explained.ts";
import type { ProviderKind } from "./types.ts";
import { bold, code, list } from "./words.ts";

const LOGIN = "https://login.microsoftonline.com";

export const entra: ProviderKind = {
  name: "entra",
  title: "Microsoft Entra ID",
  providerId: "oidc",
  endpoints: ({ spec, at }) => {
    const tenant = spec.tenant ?? "";
    const of = (path: string) => given(`${LOGIN}/${tenant}${path}`, ...at, "tenant") as Sourced<string>;
    return {
      issuer: of("/v2.0"),
      authorizationUrl: of("/oauth2/v2.0/authorize"),
      tokenUrl: of("/oauth2/v2.0/token"),
      userInfoUrl: preset(null, "vendor", "the ID token says more than Microsoft Graph, groups included"),
      logoutUrl: of("/oauth2/v2.0/logout"),
      jwksUrl: of("/discovery/v2.0/keys"),
    };
  },
  scopes: ["openid", "profile", "email"],
  claims: () => ({
    email: {
      claim: "preferred_username",
      reason: "accounts without a mailbox have no email claim, and every account has this one",
    },
  }),
  rolesClaim: () => ({ claim: "groups", reason: "the groups claim of Entra, which lists object IDs" }),
  direct: () => ({ userInfoUrl: "https://graph.microsoft.com/oidc/userinfo" }),
  steps: ({ spec }, { redirectUri, logoutUri, roles, provider }) => [
    `In the Entra admin center, under ${bold("App registrations")}, make a registration for accounts in this ` +
      `directory only, with a redirect URI of the platform ${bold("Web")}: ${code(redirectUri)}`,
    `${bold("Overview")}: the spec's ${code("tenant")} is the Directory (tenant) ID, its ${code("clientId")} the ` +
      `Application (client) ID (now ${code(provider.clientId)}).`,
    `${bold("Certificates & secrets")}: make a client secret and put its value (not its ID) where the spec's ` +
      `${code("clientSecret")} points. It ends on the day that is chosen there, and logins with it.`,
    `${bold("API permissions")}: Microsoft Graph, delegated: ${list(provider.scopes)}. Grant admin consent, or each ` +
      "person is asked at the first login.",
    `${bold("Token configuration")}, optional claims of the ID token: ${code("email")}, ${code("given_name")} and ` +
      `${code("family_name")}. Without the names Keycloak stops people at their first login to ask for them.`,
    ...(Object.keys(roles).length === 0
      ? []
      : [
          `${bold("Token configuration")}, groups claim: choose ${bold("Groups assigned to the application")} and the ` +
            `Group ID for ID tokens. With all groups, a person of more than 200 gets none in the token and loses ` +
            `these roles: ${Object.entries(roles)
              .map(([role, groups]) => `${code(role)} by ${list(groups)}`)
              .join("; ")}. Assign the groups to the enterprise application.`,
        ]),
    `${bold("Authentication")}, front-channel logout URL stays empty; where people land after a logout is ` +
      `registered as a redirect URI, too: ${code(logoutUri)}`,
    ...(spec.claims?.email === undefined
      ? [
          `Addresses are taken from ${code("preferred_username")}, the name that people sign in with. Where it is not ` +
            `the address that mail comes from, write ${code("claims: { email: email }")}.`,
        ]
      : []),
  ],
};
