// What differences in how Keycloak speaks to a provider mean: addresses, signatures, the client, scopes.

import { say } from "../phrase.ts";
import { type Effect, entries, flag, type Row, verdict } from "../rule.ts";
import { show } from "../values.ts";
import { of, provider } from "./provider-phrases.ts";

const ELSEWHERE: Effect = [
  "locks-out",
  "high",
  "people who were linked come back as others, and whoever is at the new place gets in",
];
const ADDRESS: Effect = ["locks-out", "high", "at a wrong address every login by it fails"];
const CLIENT: Effect = ["locks-out", "medium", "logins fail until the provider knows it"];

export const PROVIDER_CONNECTION_ROWS: readonly Row[] = [
  of("issuer", "provider-issuer", "the issuer", ELSEWHERE, [
    "opens",
    "high",
    "tokens of every issuer are taken that shares its keys",
  ]),
  of("authorizationUrl", "provider-authorization-url", "the login page", ELSEWHERE),
  of("tokenUrl", "provider-token-url", "the token address", ELSEWHERE),
  of("jwksUrl", "provider-jwks-url", "the address of the keys", [
    "opens",
    "high",
    "whoever has these keys can write tokens for anybody",
  ]),
  of("userInfoUrl", "provider-userinfo-url", "the address for claims", ADDRESS, [
    "behaviour",
    "medium",
    "claims come from the ID token alone",
  ]),
  of(
    "logoutUrl",
    "provider-logout-url",
    "the logout address",
    ["behaviour", "medium", "a logout goes on there"],
    ["opens", "medium", "a logout leaves the session over there, and the next person is in at once"],
  ),
  flag(
    "identityProviders/*/backchannelLogout",
    "provider-backchannel-logout",
    (subject) => say`how ${provider(subject)} is told of a logout`,
    [
      (subject) => say`${provider(subject)} is now told of a logout behind the browser`,
      ["behaviour", "low", "it does not see the person's browser"],
    ],
    [
      (subject) => say`${provider(subject)} is no longer told of a logout behind the browser`,
      ["behaviour", "low", "the browser goes there, where there is an address"],
    ],
  ),
  flag(
    "identityProviders/*/validateSignature",
    "provider-signature",
    (subject) => say`whether signatures of ${provider(subject)} are checked`,
    [
      (subject) => say`signatures of ${provider(subject)} are now checked`,
      ["locks-out", "medium", "with another algorithm or key every login fails"],
    ],
    [
      (subject) => say`signatures of ${provider(subject)} are no longer checked`,
      ["opens", "high", "a token is believed whoever wrote it"],
    ],
  ),
  of("clientId", "provider-client-id", "the client id", CLIENT),
  of("clientAuthentication", "provider-client-authentication", "the client's authentication", CLIENT),
  of("clientSecret", "provider-client-secret", "the place of the client's secret", CLIENT),
  entries(
    "identityProviders/*/scopes",
    "provider-scope",
    (subject) => say`the scopes of ${provider(subject)}`,
    [
      (scope, subject) => say`${provider(subject)} is now asked for the scope ${show(scope)}`,
      ["locks-out", "medium", "it refuses logins where it does not know the scope"],
    ],
    [
      (scope, subject) => say`${provider(subject)} is no longer asked for the scope ${show(scope)}`,
      ["locks-out", "medium", "claims may be missing, and roles and names with them"],
    ],
  ),
  {
    pattern: "identityProviders/*/pkce",
    code: "provider-pkce",
    noun: (subject) => say`PKCE towards ${provider(subject)}`,
    tell: (subject) =>
      subject.to === "S256"
        ? verdict(say`${provider(subject)} now gets a challenge of S256 at each login`, [
            "behaviour",
            "low",
            "a provider that knows none ignores or refuses it",
          ])
        : verdict(say`${provider(subject)} gets no challenge of S256 any more`, [
            "opens",
            "medium",
            "a code that is caught can be put into another login",
          ]),
  },
];
