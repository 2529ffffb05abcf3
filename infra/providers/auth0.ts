// Auth0: one tenant's domain. Its issuer has a slash at the end, which is part of it, and claims beyond the
// standard ones have a namespace. Source: Auth0's documentation of custom claims, Actions and logout.

import { given, preset, type Sourced } from "../model/explained.ts";
import { claimName } from "./claims.ts";
import type { Given, ProviderKind } from "./types.ts";
import { bold, code, list, program } from "./words.ts";

/** What the names of claims begin with, with a slash at its end. */
export const namespace = ({ spec, helpdeskUrl }: Given): string =>
  `${(spec.namespace ?? helpdeskUrl).replace(/\/+$/, "")}/`;

const WHY = "Auth0 takes claims of an Action only with a namespace; deskrealm render prints the Action";

export const auth0: ProviderKind = {
  name: "auth0",
  title: "Auth0",
  providerId: "oidc",
  endpoints: ({ spec, at }) => {
    const of = (path: string) =>
      given(`https://${spec.domain ?? ""}${path}`, ...at, "domain") as Sourced<string>;
    return {
      issuer: of("/"),
      authorizationUrl: of("/authorize"),
      tokenUrl: of("/oauth/token"),
      userInfoUrl: preset(null, "deskrealm", "the ID token says the same, the Action's claims included"),
      logoutUrl: of("/oidc/logout"),
      jwksUrl: of("/.well-known/jwks.json"),
    };
  },
  scopes: ["openid", "profile", "email"],
  claims: (all) => ({
    firstName: { claim: `${namespace(all)}given_name`, reason: WHY },
    lastName: { claim: `${namespace(all)}family_name`, reason: WHY },
  }),
  rolesClaim: (all) => ({ claim: `${namespace(all)}roles`, reason: WHY }),
  direct: ({ spec }) => ({ userInfoUrl: `https://${spec.domain ?? ""}/userinfo` }),
  steps: (all, { redirectUri, logoutUri, realmUrl, roles, provider }) => {
    const names = namespace(all);
    const rolesClaim = all.spec.rolesClaim === undefined ? `${names}roles` : claimName(all.spec.rolesClaim);
    return [
      `In Auth0, under ${bold("Applications")}, make a ${bold("Regular Web Application")}. Its domain, client ID and ` +
        `client secret are the spec's ${code("domain")}, ${code("clientId")} (now ${code(provider.clientId)}) and what ` +
        `${code("clientSecret")} points to.`,
      `${bold("Allowed Callback URLs")}: ${code(redirectUri)}`,
      `${bold("Allowed Logout URLs")}: ${code(logoutUri)}`,
      `${bold("Allowed Web Origins")}: ${code(new URL(realmUrl).origin)}`,
      `Under advanced settings, ${bold("OAuth")}: JSON Web Token Signature Algorithm RS256, OIDC Conformant on.`,
      `Under ${bold("Tenant Settings")}, advanced: ${bold("RP-Initiated Logout End Session Endpoint Discovery")} on. ` +
        "Older tenants have it off, and a logout would end in an error there.",
      `Under ${bold("Actions")}, add a custom Action to the trigger post-login. Without it Keycloak stops people who ` +
        `have no first and last name there${Object.keys(roles).length === 0 ? "" : ", and nobody gets a role"}:` +
        program("js", action(names, rolesClaim, all.spec.attributes)),
      ...(Object.keys(roles).length === 0
        ? []
        : [
            `Under ${bold("User Management")}, make the roles and give them to people: ` +
              `${Object.entries(roles)
                .map(([role, values]) => `${list(values)} for ${code(role)}`)
                .join("; ")}.`,
          ]),
      "Addresses of people who signed up by themselves are not verified there. Trust them in the spec only with " +
        `${code("verifiedEmail: true")}, and where sign-ups are off or verified.`,
    ];
  },
};

/** The Action that brings names, roles and attributes as claims with a namespace. */
export function action(
  names: string,
  rolesClaim: string,
  attributes: Given["spec"]["attributes"] = {},
): string[] {
  const text = JSON.stringify;
  return [
    "exports.onExecutePostLogin = async (event, api) => {",
    "  const { user, authorization } = event;",
    `  api.idToken.setCustomClaim(${text(rolesClaim)}, authorization?.roles ?? []);`,
    `  api.idToken.setCustomClaim(${text(`${names}given_name`)}, user.given_name ?? user.nickname);`,
    `  api.idToken.setCustomClaim(${text(`${names}family_name`)}, user.family_name ?? user.name);`,
    ...Object.entries(attributes).map(
      ([name, claim]) => `  api.idToken.setCustomClaim(${text(claim)}, user.app_metadata?.[${text(name)}]);`,
    ),
    "};",
  ];
}
