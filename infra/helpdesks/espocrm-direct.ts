// EspoCRM with a provider that it talks to without Keycloak.
// Sources: as for espocrm-settings.ts.

import type { Spec } from "../spec/schema.ts";
import { espocrmFiles } from "./espocrm-files.ts";
import { espocrmSettings, espocrmUserName, usernameClaimOf, usernameLengthOf } from "./espocrm-settings.ts";
import { ENTER_STEP, siteUrlStep, TEAMS_STEP } from "./espocrm-steps.ts";
import type { Issuer } from "./issuer.ts";
import { codeList, codeSpan } from "./markdown.ts";
import type { DirectRenderer } from "./types.ts";

export const espocrmDirect = (spec: Spec): DirectRenderer => ({
  reads: "standard names",
  authentication: "client_secret_post",
  render: (_, { issuer }) => ({
    files: espocrmFiles(
      issuer,
      spec,
      espocrmSettings(issuer, spec),
      `${issuer.title}, ${codeSpan(issuer.place)}`,
    ),
    steps: [siteUrlStep(spec), ...teamSteps(issuer), ENTER_STEP, userStep(issuer, spec)],
    notices: [...nameNotices(issuer, spec), ...teamNotices(issuer), ...endpointNotices(issuer)],
  }),
});

function teamSteps({ roles: { entries } }: Issuer): string[] {
  if (entries.length === 0) return [];
  const teams = [...new Set(entries.map(({ role }) => role))];
  return [
    `Create the teams in EspoCRM (Administration > Teams), for example with the names of the roles: ${codeList(teams)}.`,
    TEAMS_STEP,
  ];
}

function userStep(issuer: Issuer, spec: Spec): string {
  const claim = codeSpan(espocrmUserName(spec, issuer));
  const length =
    usernameLengthOf(spec) > 50
      ? ` Make the field \`userName\` longer first (Entity Manager > User > Fields): ${usernameLengthOf(spec)}.`
      : "";
  const who =
    spec.config?.createUsers === true
      ? `Users are created at their first login, with the claim ${claim} for a user name: everybody who may log in at ` +
        `${issuer.title} becomes one, so let only those log in there who are to.`
      : `Create every user in EspoCRM beforehand, with the claim ${claim} for a user name: EspoCRM creates nobody ` +
        "(in the spec: `config.createUsers`).";
  return who + length;
}

function nameNotices(issuer: Issuer, spec: Spec): string[] {
  return [
    "EspoCRM makes user names lower case and writes `_` for all but the letters a to z, digits, `-`, `@`, `_` and `.`: two " +
      `people whose ${codeSpan(espocrmUserName(spec, issuer))} differs only in such characters would be one user there.`,
    ...(usernameClaimOf(spec) === "sub"
      ? [
          "User names are the provider's subjects; at Auth0 they hold a `|`, which becomes `_`, and for Entra each application " +
            "has others.",
        ]
      : []),
    "EspoCRM takes names and address from `given_name`, `family_name` and `email` of the ID token, by these names only.",
    "OIDC Fallback Login stays on: it is the administrators' way in when the provider is away.",
  ];
}

function teamNotices({ roles: { claim, entries } }: Issuer): string[] {
  if (entries.length === 0) return [];
  const roles = entries.map(({ role }) => role);
  const several = [...new Set(roles.filter((role, index) => roles.indexOf(role) < index))];
  return [
    `OIDC Group Claim is ${codeSpan(claim)}, which has to be in the ID token, at the top.`,
    "OIDC Sync Teams takes people out of all teams that the claim does not name, those given by hand in EspoCRM included.",
    ...(several.length === 0
      ? []
      : [
          `A team has one Group in EspoCRM: for ${codeList(several)}, which the spec gives by several values, make a team for ` +
            "each value.",
        ]),
  ];
}

function endpointNotices({ jwksUrl, logoutUrl }: Issuer): string[] {
  return [
    ...(jwksUrl === null
      ? [
          "The provider has no `jwksUrl` in the spec, without which EspoCRM verifies no RS256: its key set's endpoint is empty.",
        ]
      : []),
    logoutUrl === null
      ? "The provider has no logout address in the spec: a logout ends in EspoCRM."
      : "The logout URL has the client and EspoCRM's address, and no ID token, as EspoCRM sends none: providers may ask, or stay " +
        "on their own page.",
  ];
}
