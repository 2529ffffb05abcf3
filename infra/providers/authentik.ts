// authentik: one application by its slug. Its default scopes have no family name, and it signs with HS256 until
// the provider has a signing key. Source: authentik's default scope mappings and its OAuth2 provider.

import { given, type Sourced } from "../model/explained.ts";
import type { ProviderKind } from "./types.ts";
import { bold, code, list, program } from "./words.ts";

export const authentik: ProviderKind = {
  name: "authentik",
  title: "authentik",
  providerId: "oidc",
  endpoints: ({ spec, at }) => {
    const url = spec.url ?? "";
    const shared = (path: string) => given(`${url}/application/o/${path}/`, ...at, "url") as Sourced<string>;
    const own = (path: string) =>
      given(`${url}/application/o/${spec.slug ?? ""}/${path}`, ...at, "slug") as Sourced<string>;
    return {
      issuer: own(""),
      authorizationUrl: shared("authorize"),
      tokenUrl: shared("token"),
      userInfoUrl: shared("userinfo"),
      logoutUrl: own("end-session/"),
      jwksUrl: own("jwks/"),
    };
  },
  scopes: ["openid", "profile", "email"],
  claims: () => ({
    lastName: {
      claim: "name",
      reason: "authentik's default profile scope has no family_name; without a last name the login stops",
    },
  }),
  rolesClaim: () => ({ claim: "groups", reason: "authentik's default profile scope lists groups by name" }),
  direct: () => ({ userInfoUrl: null }),
  steps: ({ spec }, { redirectUri, logoutUri, roles, provider }) => [
    `In authentik's admin interface, make an ${bold("OAuth2/OpenID Provider")} of the client type ` +
      `${bold("Confidential")}, and an application with it whose slug is ${code(spec.slug ?? "")}.`,
    `${bold("Redirect URIs")}, strict: ${code(redirectUri)} and, for the way back from a logout, ${code(logoutUri)}`,
    `Client ID and secret are the spec's ${code("clientId")} (now ${code(provider.clientId)}) and what ` +
      `${code("clientSecret")} points to.`,
    `${bold("Signing Key")}: choose one, such as the self-signed certificate, of RSA. Without it authentik signs with ` +
      "HS256, and Keycloak refuses every login.",
    `${bold("Subject mode")}: Based on the User's hashed ID, as it is by default. With the email as the subject, ` +
      "whoever gets another address is another person for Keycloak.",
    `${bold("Issuer mode")}: each provider has a different issuer, based on the application slug.`,
    `${bold("Scopes")}: ${list(provider.scopes)}. ${code("profile")} brings ${code("groups")} along.`,
    `First and last name: the default scope has the full name as ${code("given_name")} and no ${code("family_name")}, so ` +
      `the full name is the last name, too. For both apart, add a scope mapping for ${code("profile")} in the place of ` +
      `the default one, and write ${code("claims: { lastName: family_name }")} in the spec:` +
      program("python", [
        'first, _, last = request.user.name.rpartition(" ")',
        "return {",
        '    "name": request.user.name,',
        '    "given_name": first or last,',
        '    "family_name": last,',
        '    "preferred_username": request.user.username,',
        '    "groups": [group.name for group in request.user.ak_groups.all()],',
        "}",
      ]),
    ...(Object.keys(roles).length === 0
      ? []
      : [
          `Groups of exactly these names: ${Object.entries(roles)
            .map(([role, groups]) => `${list(groups)} for ${code(role)}`)
            .join("; ")}.`,
        ]),
    "The sessions of both end together only where the provider's invalidation flow ends authentik's own session: " +
      `choose ${code("default-invalidation-flow")} rather than the one for providers.`,
  ],
};
