// Another Keycloak: one realm there, in which this one is a client.

import { given, type Sourced } from "../model/explained.ts";
import type { ProviderKind, Registration } from "./types.ts";
import { bold, code, list } from "./words.ts";

export const keycloak: ProviderKind = {
  name: "keycloak",
  title: "Keycloak",
  providerId: "keycloak-oidc",
  endpoints: ({ spec, at }) => {
    const realm = `${spec.url ?? ""}/realms/${spec.realm ?? ""}`;
    const of = (path: string) => given(`${realm}${path}`, ...at, "realm") as Sourced<string>;
    const endpoint = (name: string) => of(`/protocol/openid-connect/${name}`);
    return {
      issuer: of(""),
      authorizationUrl: endpoint("auth"),
      tokenUrl: endpoint("token"),
      userInfoUrl: endpoint("userinfo"),
      logoutUrl: endpoint("logout"),
      jwksUrl: endpoint("certs"),
    };
  },
  scopes: ["openid", "profile", "email"],
  claims: () => ({}),
  rolesClaim: () => ({
    claim: "groups",
    reason: "what a Group Membership mapper over there is told to write",
  }),
  direct: () => ({ userInfoUrl: null }),
  steps: ({ spec }, { redirectUri, logoutUri, realmUrl, roles, provider }) => [
    `In the realm ${code(spec.realm ?? "")} of ${code(spec.url ?? "")}, make the client ${code(provider.clientId)}: ` +
      "OpenID Connect, client authentication on, standard flow alone.",
    `${bold("Valid redirect URIs")}: ${code(redirectUri)}`,
    `${bold("Valid post logout redirect URIs")}: ${code(logoutUri)}`,
    backchannel(provider, realmUrl),
    `Under ${bold("Advanced")}, PKCE method: ${code(provider.pkce ?? "none")}.`,
    `${bold("Credentials")}: the client secret goes where the spec's ${code("clientSecret")} points.`,
    ...(Object.keys(roles).length === 0
      ? []
      : [
          `In the client's own scope add a ${bold("Group Membership")} mapper: claim ${code("groups")}, full group path ` +
            `off, in the ID token on. Groups: ${Object.entries(roles)
              .map(([role, groups]) => `${list(groups)} for ${code(role)}`)
              .join("; ")}.`,
        ]),
    `People need email, first and last name there. ${code("email_verified")} is what that realm says of an address: ` +
      `trust it only where its own ${bold("Verify email")} is on, or administrators alone write addresses.`,
  ],
};

/** Told of the logout while the browser is over there, Keycloak shows an error when it comes back (26.4). */
function backchannel({ backchannelLogout, logoutUrl }: Registration["provider"], realmUrl: string): string {
  const name = bold("Backchannel logout URL");
  if (!backchannelLogout && logoutUrl !== null)
    return (
      `${name} stays empty: a logout goes through the browser, and Keycloak would end the session here before the ` +
      `browser is back, with an error page. Where a logout over there is to end the sessions here, write ` +
      `${code("logout: backchannel")} in the spec.`
    );
  return (
    `${name}, so that a logout over there ends the sessions here: ` +
    `${code(`${realmUrl}/protocol/openid-connect/logout/backchannel-logout`)}, with backchannel logout session ` +
    "required on."
  );
}
