// What hangs on a client, and which flows log people in: by these a login can be let through or a token
// made to say what is not so.

import { quote, say } from "../phrase.ts";
import { client, type Effect, entries, type Row, second, setting } from "../rule.ts";
import { show } from "../values.ts";

const CLAIMS: Effect = [
  "opens",
  "high",
  "it writes into tokens, and the helpdesk believes what stands there, roles included",
];
const FLOW: Effect = ["opens", "high", "it decides what people must show to get in, the password included"];

const flow = (name: string, code: string, noun: string, effect: Effect): Row =>
  setting(`flows/${name}`, code, `the flow for ${noun}`, effect);

export const ATTACHMENT_ROWS: readonly Row[] = [
  entries(
    "clients/*/optionalScopes",
    "client-optional-scope",
    (subject) => say`the optional scopes of ${client(subject)}`,
    [
      (scope, subject) => say`${client(subject)} may now ask for the scope ${show(scope)}`,
      ["opens", "low", "tokens say more about a person where it is asked for"],
    ],
    [
      (scope, subject) => say`${client(subject)} may no longer ask for the scope ${show(scope)}`,
      ["locks-out", "medium", "a login that asks for it fails"],
    ],
  ),
  entries(
    "clients/*/mappers/*",
    "client-mapper",
    (subject) => say`the mapper ${second(subject)} of ${client(subject)}`,
    [(_, subject) => say`${client(subject)} gets the mapper ${second(subject)}`, CLAIMS],
    [
      (_, subject) => say`the mapper ${second(subject)} of ${client(subject)} goes`,
      ["locks-out", "medium", "what it wrote is missing in tokens, and the helpdesk may need it"],
    ],
  ),
  setting(
    "clients/*/mappers/*/type",
    "client-mapper-type",
    (subject) => say`the kind of the mapper ${second(subject)} of ${client(subject)}`,
    CLAIMS,
  ),
  setting(
    "clients/*/mappers/*/config/*",
    "client-mapper-setting",
    ({ names: [key = "", mapper = "", name = ""], client: idOf }) =>
      say`the setting ${quote(name)} of the mapper ${quote(mapper)} of ${idOf(key)}`,
    CLAIMS,
  ),
  setting(
    "clients/*/flowOverrides/browser",
    "client-browser-flow",
    (subject) => say`the login flow of ${client(subject)} alone`,
    FLOW,
  ),
  setting(
    "clients/*/flowOverrides/directGrant",
    "client-direct-grant-flow",
    (subject) => say`the flow for passwords that ${client(subject)} sends`,
    FLOW,
  ),
  entries(
    "clients/*/roles/*/composites",
    "role-composite",
    (subject) => say`the roles that come with ${second(subject)} of ${client(subject)}`,
    [
      (role, subject) =>
        say`whoever has the role ${second(subject)} of ${client(subject)} now has ${show(role)}, too`,
      ["opens", "high", "everybody with the role gets what that one allows"],
    ],
    [
      (role, subject) =>
        say`the role ${second(subject)} of ${client(subject)} no longer brings ${show(role)} along`,
      ["locks-out", "medium", "people lose what that one allows"],
    ],
  ),
  entries(
    "defaultRoles",
    "default-role",
    "everybody's roles",
    [
      (role) => say`everybody in the realm now has the role ${show(role)}`,
      ["opens", "high", "whoever can log in gets what it allows"],
    ],
    [
      (role) => say`people of the realm no longer have the role ${show(role)} by themselves`,
      ["locks-out", "medium", "what it allows is refused"],
    ],
  ),
  flow("browser", "browser-flow", "the login page", FLOW),
  flow("directGrant", "direct-grant-flow", "passwords that a program sends", FLOW),
  flow("resetCredentials", "reset-credentials-flow", "forgotten passwords", FLOW),
  flow("registration", "registration-flow", "self-registration", FLOW),
  flow("clientAuthentication", "client-authentication-flow", "clients that prove who they are", FLOW),
  flow("firstBrokerLogin", "first-broker-login-flow", "first logins from another provider", FLOW),
];
