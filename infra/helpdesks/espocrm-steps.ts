// What is left to do on EspoCRM's side, and what its page leaves open or has otherwise than its code.
// Sources: as for espocrm-settings.ts.

import type { RealmModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import {
  espocrmRedirectUri,
  sendsChallenge,
  teamsOf,
  usernameClaimOf,
  usernameLengthOf,
} from "./espocrm-settings.ts";
import { codeList, codeSpan } from "./markdown.ts";

export const siteUrlStep = ({ url }: Spec): string =>
  `See that Site URL under Administration > Settings is ${codeSpan(url)}: EspoCRM makes its callback of it.`;

export const ENTER_STEP =
  "Enter the settings, in one of two ways. Either by `espocrm.md`, field by field on the form Administration > " +
  "Authentication. Or put `config-override.php` and `config-internal-override.php` into EspoCRM's folder `data` (where such a file " +
  "is there already, add the entries to its array) and clear the cache; what stands there wins over the form. " +
  "Let only EspoCRM read `config-internal-override.php`, and delete `espocrm.md` and the copies: they hold the client's secret.";

export const TEAMS_STEP =
  "On the form Administration > Authentication choose the method OIDC, pick every one of those teams in OIDC Teams, write what " +
  "`espocrm.md` has for it into the column Group, turn OIDC Sync Teams on, and save. Teams have ids that exist only in " +
  "EspoCRM, so no file brings them. Leave no Group empty: everybody would get that team.";

/** Steps as Markdown paragraphs, without secrets. */
export function espocrmSteps(spec: Spec): string[] {
  const { config = {} } = spec;
  const claim = usernameClaimOf(spec);
  return [
    siteUrlStep(spec),
    ...teamSteps(spec),
    ENTER_STEP,
    userStep(claim, config.createUsers === true),
    ...(usernameLengthOf(spec) > 50
      ? [
          "Make the field `userName` of EspoCRM's users longer: Administration > Entity Manager > User > Fields, " +
            `Max Length ${usernameLengthOf(spec)}. EspoCRM refuses longer names than that at the login.`,
        ]
      : []),
    "Log in once from a browser of its own before you close the window in which you are logged in as an administrator.",
  ];
}

function teamSteps(spec: Spec): string[] {
  const teams = teamsOf(spec);
  if (teams.length === 0) return [];
  return [
    `Create the teams in EspoCRM (Administration > Teams), for example with the names of the roles: ${codeList(teams)}.`,
    TEAMS_STEP,
  ];
}

function userStep(claim: string, creates: boolean): string {
  const names = {
    sub: "the id that the person has in Keycloak",
    preferred_username: "the user name that the person has in Keycloak",
    email: "the address that the person has in Keycloak",
  }[claim];
  return creates
    ? `Users are created at their first login, as regular users, with ${names} for a user name. Give them their roles in EspoCRM, or by their teams.`
    : `Create every user in EspoCRM beforehand, with ${names} for a user name: EspoCRM creates nobody (in the spec: \`config.createUsers\`).`;
}

/** One sentence each, without secrets. */
export function espocrmNotices(realm: RealmModel, spec: Spec): string[] {
  const { config = {} } = spec;
  const app = realm.clients["app"];
  const claim = usernameClaimOf(spec);
  const callback = espocrmRedirectUri(spec);
  return [
    ...claimNotices(claim),
    "OIDC Fallback Login stays on: it is the administrators' way in when Keycloak is away" +
      (config.allowAdminUser === true
        ? "."
        : ", and their only one, as they may not log in by Keycloak (in the spec: `config.allowAdminUser`)."),
    config.syncUsers === true
      ? "OIDC Sync writes name, address and phone number anew at each login; all but EspoCRM's latest versions empty what the ID token does not hold, " +
        "the phone number of a person who has no attribute `phoneNumber` in Keycloak among it."
      : "OIDC Sync stays off: a changed name or address does not reach a user who is there already (in the spec: `config.syncUsers`).",
    ...(teamsOf(spec).length > 0
      ? [
          "OIDC Sync Teams takes people out of all teams that their roles do not name, those given by hand in EspoCRM included.",
        ]
      : []),
    "The logout URL names the client and EspoCRM's address; without `client_id` Keycloak shows an error. As EspoCRM " +
      "sends no ID token with it, Keycloak asks people whether they want to log out.",
    "Portal users cannot log in by this realm: the page says that there is no portal support, and in newer versions a portal has a provider of its own.",
    "EspoCRM's own second factor does not go with it, as Keycloak takes a code only once: ask for the second factor in Keycloak.",
    sendsChallenge(spec)
      ? "Keycloak demands a PKCE challenge, which EspoCRM sends from version 10 on once `oidcAuthorizationPkce` is on."
      : "PKCE is not demanded, as EspoCRM before version 10 sends no challenge (in the spec: `config.version`).",
    "Of the algorithms on its page only RS256, RS384 and RS512 work with Keycloak: what Keycloak signs with HS256, it signs with a key of its own and not with the client's secret.",
    ...(app === undefined || app.redirectUris.includes(callback)
      ? []
      : [
          `The client ${codeSpan(app.clientId)} of realm ${codeSpan(realm.realm)} does not let ${codeSpan(callback)} through.`,
        ]),
    ...(app === undefined || app.postLogoutRedirectUris.includes(spec.url)
      ? []
      : [
          `The client ${codeSpan(app.clientId)} of realm ${codeSpan(realm.realm)} does not let ${codeSpan(spec.url)} through as a post-logout redirect URI.`,
        ]),
  ];
}

function claimNotices(claim: string): string[] {
  if (claim === "sub") {
    return [
      "User names are Keycloak's ids, so users who are in EspoCRM already are not found: for those take `config.usernameClaim: preferred_username`.",
      "Back-channel logout goes to `api/v1/Oidc/backchannelLogout`, where EspoCRM's code has it; its page says `api/v1/backchannelLogout`, where nothing is. Keycloak must reach it.",
    ];
  }
  return [
    "There is no back-channel logout: Keycloak's logout token names people by `sub` alone, and EspoCRM would look for them by " +
      `${codeSpan(claim)}. Who is disabled in Keycloak stays logged in at EspoCRM until its own session ends.`,
    "EspoCRM makes user names lower case and writes `_` for all but the letters a to z, digits, `-`, `@`, `_` and `.`: " +
      "two people whose names differ only in such characters would be one user there.",
  ];
}
