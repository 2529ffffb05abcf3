// What differences of a provider mean: who gets in by it, and who does not any more.

import type { IdentityProviderModel } from "../../model/identity-provider.ts";
import { type Phrase, quote, say, words } from "../phrase.ts";
import { type Effect, entries, flag, type Row, second, verdict } from "../rule.ts";
import { show } from "../values.ts";
import { BROKER_FLOW_ROWS, FLOW } from "./broker-flows.ts";
import { PROVIDER_CONNECTION_ROWS } from "./provider-connection.ts";
import { PROVIDER_MAPPER_ROWS } from "./provider-mappers.ts";
import { of, people, provider, ROLE } from "./provider-phrases.ts";

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
  ...PROVIDER_CONNECTION_ROWS,
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
  ...PROVIDER_MAPPER_ROWS,
  ...BROKER_FLOW_ROWS,
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
