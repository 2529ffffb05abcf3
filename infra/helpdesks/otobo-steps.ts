// What is left to do on OTOBO's side, in the order in which it is done.

import type { Spec } from "../spec/schema.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { agentRoles, type Entrance, makesAgents, otoboUid } from "./otobo-settings.ts";
import { shellBlock } from "./shell.ts";

export const CONFIG_STEP =
  "Paste the text of `Config.pm` into OTOBO's `Kernel/Config.pm`, inside `sub Load` and before its " +
  "`return 1;`. Where that file already sets `AuthModule` or `Customer::AuthModule`, take the old setting " +
  "out. It now holds a client secret: let only OTOBO read it.";

export const CACHE_STEP = `Make OTOBO forget what it has read of its providers before, and restart its web server:

${shellBlock(["bin/otobo.Console.pl Maint::Cache::Delete --type OpenIDConnect"])}`;

/** The steps as Markdown paragraphs. They hold no secret. */
export function otoboSteps(entrances: readonly Entrance[], spec: Spec): string[] {
  const agents = entrances.find(({ at }) => at === "agents");
  const customers = entrances.find(({ at }) => at === "customers");
  return [
    ...(agents === undefined ? [] : [...roleSteps(agents), firstAdministrator(agents, spec)]),
    CONFIG_STEP,
    "Where Keycloak's certificate is by an authority that OTOBO's server does not know, add " +
      "`SSLOptions => { SSLCAFile => '/path/to/ca.pem' }` to each `ProviderSettings`.",
    CACHE_STEP,
    ...(agents === undefined ? [] : [agentStep(agents, spec)]),
    ...(customers === undefined ? [] : [customerStep(customers, spec)]),
    "Do not delete people in Keycloak: disable them (`enabled: false`), and make them invalid in OTOBO, which " +
      "does not hear of it.",
  ];
}

function roleSteps({ realm }: Entrance): string[] {
  const roles = agentRoles(realm);
  if (roles.length === 0) return [];
  return [
    `In OTOBO, create roles with exactly the names of those in Keycloak, ${codeList(roles)}, and give each its ` +
      "groups: OTOBO makes no role itself.",
  ];
}

function firstAdministrator({ realm }: Entrance, spec: Spec): string {
  const roles = agentRoles(realm);
  const right =
    roles.length === 0
      ? "and give the agent whose login that is the group `admin` in OTOBO"
      : "and give it a role that has the group `admin` in OTOBO";
  return (
    "See to it that somebody can administer OTOBO afterwards, as OTOBO's own login page, and with it the password " +
    `of \`root@localhost\`, is out of reach then: make a person in realm ${codeSpan(realm.realm)}, ${right}. ` +
    `Logins in OTOBO are the claim ${codeSpan(otoboUid(spec))}.`
  );
}

const NAMED = {
  email: "their address in Keycloak",
  preferred_username: "their user name in Keycloak",
  sub: "the id that Keycloak has given them",
} as const;

function agentStep(entrance: Entrance, spec: Spec): string {
  const roles = agentRoles(entrance.realm);
  const realm = codeSpan(entrance.realm.realm);
  const known = `An agent whom OTOBO has already must have ${NAMED[otoboUid(spec)]} as login`;
  if (!makesAgents(entrance))
    return `${known}. Others get in nowhere: realm ${realm} has no roles that say who of it is an agent, so OTOBO is told to make none.`;
  const who =
    roles.length === 0
      ? `everybody in realm ${realm} is an agent`
      : `people of realm ${realm} with at least one of these roles are agents, the others are turned away`;
  return (
    `${known}, or OTOBO makes a second one: it makes agents at their first login, with name and address from the ` +
    `token. So ${who}.`
  );
}

function customerStep({ realm }: Entrance, spec: Spec): string {
  return (
    `Create customer users in OTOBO before they log in, with ${NAMED[otoboUid(spec)]} as login: OTOBO 11.0 makes ` +
    `none, and turns away people of realm ${codeSpan(realm.realm)} whom it does not know.`
  );
}
