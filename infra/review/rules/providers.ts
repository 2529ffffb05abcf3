// What differences of a provider mean: who gets in by it, who does not any more, and whose account it gives.

import type { IdentityProviderModel } from "../../model/identity-provider.ts";
import type { MapperModel } from "../../model/types.ts";
import { type Phrase, quote, say, words } from "../phrase.ts";
import {
  type Effect,
  entries,
  first,
  flag,
  type Row,
  type Subject,
  second,
  setting,
  verdict,
} from "../rule.ts";
import { show } from "../values.ts";

const provider = (subject: Subject): Phrase => say`the provider ${first(subject)}`;
const people = (subject: Subject): Phrase => say`people of ${provider(subject)}`;

const of = (field: string, code: string, noun: string, effect: Effect, gone?: Effect): Row =>
  setting(
    `identityProviders/*/${field}`,
    code,
    (subject) => say`${words(noun)} of ${provider(subject)}`,
    effect,
    gone,
  );

const ELSEWHERE: Effect = [
  "locks-out",
  "high",
  "people who were linked come back as others, and whoever is at the new place gets in",
];
const ADDRESS: Effect = ["locks-out", "high", "at a wrong address every login by it fails"];
const CLIENT: Effect = ["locks-out", "medium", "logins fail until the provider knows it"];
const FLOW: Effect = ["opens", "high", "it decides whose account somebody from there gets"];

export const PROVIDER_ROWS: readonly Row[] = [
  entries(
    "identityProviders/*",
    "provider",
    provider,
    [
      (value, subject) => say`people may now also log in by ${provider(subject)}${described(value)}`,
      ["opens", "high", "whoever it lets in gets in here"],
    ],
    [
      (_, subject) => say`${provider(subject)} goes`,
      [
        "loses",
        "high",
        "whoever logs in by it alone is locked out, and is no longer linked when it comes back",
      ],
    ],
  ),
  of("providerId", "provider-kind", "the kind", ["behaviour", "medium", "Keycloak reads other tokens of it"]),
  of("displayName", "provider-name", "the button", ["cosmetic", "low", "people see another name"]),
  flag(
    "identityProviders/*/enabled",
    "provider-enabled",
    (subject) => say`whether ${provider(subject)} is enabled`,
    [
      (subject) => say`${people(subject)} can log in again`,
      ["opens", "high", "whoever it lets in gets in here"],
    ],
    [
      (subject) => say`${people(subject)} can no longer log in by it`,
      ["locks-out", "high", "it is disabled"],
    ],
  ),
  flag(
    "identityProviders/*/hidden",
    "provider-hidden",
    (subject) => say`whether the login page leaves ${provider(subject)} out`,
    [
      (subject) => say`the login page no longer shows ${provider(subject)}`,
      ["locks-out", "medium", "people find it by a link alone"],
    ],
    [
      (subject) => say`the login page now shows ${provider(subject)}`,
      ["behaviour", "low", "people find one more button"],
    ],
  ),
  flag(
    "identityProviders/*/linkOnly",
    "provider-link-only",
    (subject) => say`whether ${provider(subject)} is for linking alone`,
    [
      (subject) => say`nobody can log in by ${provider(subject)} any more, it only links`,
      ["locks-out", "high", "the login page has no button for it"],
    ],
    [
      (subject) => say`people can now log in by ${provider(subject)}`,
      ["opens", "high", "whoever it lets in gets in here"],
    ],
  ),
  flag(
    "identityProviders/*/storeToken",
    "provider-store-token",
    (subject) => say`whether tokens of ${provider(subject)} are kept`,
    [
      (subject) => say`tokens of ${provider(subject)} are now kept in Keycloak`,
      ["opens", "medium", "whoever reads them there can act over there"],
    ],
    [
      (subject) => say`tokens of ${provider(subject)} are no longer kept`,
      ["behaviour", "low", "whatever used them fails"],
    ],
  ),
  flag(
    "identityProviders/*/trustEmail",
    "provider-trust-email",
    (subject) => say`whether addresses of ${provider(subject)} are trusted`,
    [
      (subject) => say`addresses of ${provider(subject)} now count as proved`,
      ["opens", "high", "whoever may write an address there passes for its owner"],
    ],
    [
      (subject) => say`addresses of ${provider(subject)} no longer count as proved`,
      ["behaviour", "low", "people may be asked for a proof"],
    ],
  ),
  {
    pattern: "identityProviders/*/syncMode",
    code: "provider-sync-mode",
    noun: (subject) => say`how often ${people(subject)} are brought up to date`,
    tell: (subject) =>
      subject.to === "FORCE"
        ? verdict(say`${people(subject)} are now brought up to date at each login`, [
            "behaviour",
            "medium",
            "what was changed here is written over, and roles go with groups",
          ])
        : verdict(say`${people(subject)} are now brought up to date at the first login alone`, [
            "opens",
            "high",
            "a role stays when its group is taken away over there",
          ]),
  },
  of("firstLoginFlow", "provider-first-login", "the first login", FLOW),
  of("postLoginFlow", "provider-post-login", "what follows a login", [
    "behaviour",
    "high",
    "people may be asked for more, or for less",
  ]),
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
  {
    pattern: "identityProviders/*/settings/*",
    code: "provider-setting",
    noun: (subject) => say`the setting ${second(subject)} of ${provider(subject)}`,
    tell: (subject) => {
      const name = say`the setting ${second(subject)} of ${provider(subject)}`;
      const isFilter = /^(filteredByClaim|claimFilter)/.test(subject.names[1] ?? "");
      const effect: Effect = isFilter
        ? ["opens", "high", "it says whom of the provider's people Keycloak lets in"]
        : ["opens", "medium", "no key of the spec says it, and it may let people in"];
      if (subject.kind === "removed")
        return verdict(say`${name} goes (it was ${show(subject.from)})`, effect);
      return verdict(say`${name} is now ${show(subject.to)}`, effect);
    },
  },
  {
    pattern: "identityProviders/*/mappers/*",
    code: "provider-mapper",
    noun: (subject) => say`the mapper ${second(subject)} of ${provider(subject)}`,
    tell: (subject) => {
      const isGone = subject.kind === "removed";
      const mapper = (isGone ? subject.from : subject.to) as unknown as MapperModel;
      const sentence = does(mapper, subject);
      return isGone
        ? verdict(say`no longer: ${sentence}`, taken(mapper, subject))
        : verdict(sentence, given(mapper));
    },
  },
  setting(
    "identityProviders/*/mappers/*/type",
    "provider-mapper-type",
    (subject) => say`the kind of the mapper ${second(subject)} of ${provider(subject)}`,
    ["opens", "high", "it may write other things into people, roles included"],
  ),
  setting(
    "identityProviders/*/mappers/*/config/*",
    "provider-mapper-setting",
    (subject) =>
      say`the setting ${quote(subject.names[2] ?? "")} of the mapper ${second(subject)} of ${provider(subject)}`,
    ["opens", "high", "by it people get roles, addresses and attributes"],
  ),
  entries(
    "brokerFlows/*",
    "broker-flow",
    (subject) => say`the flow ${first(subject)}`,
    [
      (_, subject) => say`the flow ${first(subject)} is new`,
      ["behaviour", "low", "providers name it, and it says what a first login does"],
    ],
    [
      (_, subject) => say`the flow ${first(subject)} goes`,
      ["behaviour", "low", "no provider names it any more"],
    ],
  ),
  entries(
    "brokerFlows/*/steps/*",
    "broker-flow-step",
    (subject) => say`the step ${second(subject)} of the flow ${first(subject)}`,
    [(_, subject) => say`the flow ${first(subject)} gets the step ${second(subject)}`, FLOW],
    [(_, subject) => say`the flow ${first(subject)} loses the step ${second(subject)}`, FLOW],
  ),
  ...(["position", "requirement"] as const).map((field) =>
    setting(
      `brokerFlows/*/steps/*/${field}`,
      `broker-flow-${field}`,
      (subject) => say`the ${words(field)} of the step ${second(subject)} of the flow ${first(subject)}`,
      FLOW,
    ),
  ),
  setting(
    "brokerFlows/*/steps/*/config/*",
    "broker-flow-setting",
    (subject) =>
      say`the setting ${quote(subject.names[2] ?? "")} of the step ${second(subject)} of the flow ${first(subject)}`,
    FLOW,
  ),
];

/** Where it is, and what its groups give. */
function described(value: unknown): Phrase {
  const { issuer, trustEmail, mappers } = value as IdentityProviderModel;
  const at = issuer === null ? words("") : say` at ${quote(issuer)}`;
  const roles = Object.values(mappers).flatMap(({ type, config }) =>
    type === ROLE ? [say`${quote(config["role"] ?? "")} by ${quote(config["claim.value"] ?? "")}`] : [],
  );
  const gives = roles.flatMap((one, index) => (index === 0 ? say`; it gives ${one}` : say`, ${one}`));
  return [...at, ...gives, ...(trustEmail ? words("; its addresses count as proved") : [])];
}

const ROLE = "oidc-role-idp-mapper";
const HARDCODED = "oidc-hardcoded-role-idp-mapper";
const ATTRIBUTE = "oidc-user-attribute-idp-mapper";

/** What a mapper does, as a sentence about people. */
function does({ type, config }: MapperModel, subject: Subject): Phrase {
  const role = quote(config["role"] ?? "");
  if (type === ROLE)
    return say`${people(subject)} with ${config["claim.value"] ?? ""} in ${config["claim"] ?? ""} get the role ${role}`;
  if (type === HARDCODED) return say`all ${people(subject)} get the role ${role}`;
  if (type === ATTRIBUTE)
    return say`${config["user.attribute"] ?? ""} of ${people(subject)} comes from the claim ${config["claim"] ?? ""}`;
  return say`the mapper ${second(subject)} writes what ${provider(subject)} says of people`;
}

function given({ type, config }: MapperModel): Effect {
  if (type === ROLE || type === HARDCODED)
    return [
      "opens",
      /admin/i.test(config["role"] ?? "") || type === HARDCODED ? "high" : "medium",
      "they may do what the helpdesk allows the role",
    ];
  return WRITES[config["user.attribute"] ?? ""] ?? ["opens", "medium", "the provider says what stands there"];
}

const WRITES: Readonly<Record<string, Effect>> = {
  customerid: ["opens", "high", "it says whose tickets a person sees"],
  email: ["opens", "medium", "the helpdesk may match people by it"],
  firstName: ["behaviour", "low", "people get another name"],
  lastName: ["behaviour", "low", "people get another name"],
};

function taken({ type, config }: MapperModel, { loginRole }: Subject): Effect {
  if (type !== ROLE && type !== HARDCODED)
    return ["behaviour", "medium", "people keep what they have, and new ones have none"];
  const isLogin = loginRole !== "" && (config["role"] ?? "").endsWith(`.${loginRole}`);
  return isLogin
    ? ["locks-out", "high", "without it the helpdesk does not let them in"]
    : ["locks-out", "medium", "new people do not get it, and others keep it until somebody takes it away"];
}
