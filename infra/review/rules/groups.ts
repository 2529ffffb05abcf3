// What differences of a realm's groups mean: who is in them has their roles, a directory's groups included.

import { type Phrase, quote, quotes, say } from "../phrase.ts";
import { type Effect, entries, first, type Row, type Subject } from "../rule.ts";
import { sourceOf } from "./directory.ts";

/** `the members of CN=Helpdesk,…`, or of the group itself where no directory fills it. */
function members({ names: [name = ""], before, after }: Subject): Phrase {
  const source = sourceOf(name, after) ?? sourceOf(name, before);
  return say`the members of ${source ?? say`the group ${quote(name)}`}`;
}

const given = (roles: readonly string[]): Effect => [
  "opens",
  roles.some((role) => /admin/i.test(role)) ? "high" : "medium",
  "they may do what the helpdesk allows the role",
];

const taken = (roles: readonly string[], { loginRole }: Subject): Effect =>
  roles.includes(loginRole)
    ? ["locks-out", "high", "without it the helpdesk does not let them in"]
    : ["locks-out", "medium", "they may do less in the helpdesk"];

export const GROUP_ROWS: readonly Row[] = [
  entries(
    "groups/*",
    "group",
    (subject) => say`the group ${first(subject)}`,
    [
      (value, subject) =>
        rolesOf(value).length === 0
          ? say`the group ${first(subject)} is new, and has no role`
          : say`${theRoles(value)} given to ${members(subject)}`,
      ({ to }) =>
        rolesOf(to).length === 0 ? ["behaviour", "low", "nobody gets anything by it"] : given(rolesOf(to)),
    ],
    [
      (value, subject) =>
        rolesOf(value).length === 0
          ? say`the group ${first(subject)} goes`
          : say`${theRoles(value)} no longer given to ${members(subject)}`,
      (subject) =>
        rolesOf(subject.from).length === 0
          ? ["behaviour", "low", "nobody loses anything by it"]
          : taken(rolesOf(subject.from), subject),
    ],
  ),
  entries(
    "groups/*/clientRoles/*",
    "group-role",
    (subject) => say`the roles of ${members(subject)}`,
    [
      (role, subject) => say`role ${quote(String(role))} is given to ${members(subject)}`,
      ({ to }) => given([String(to)]),
    ],
    [
      (role, subject) => say`role ${quote(String(role))} is no longer given to ${members(subject)}`,
      (subject) => taken([String(subject.from)], subject),
    ],
  ),
];

/** `role Agent is`, or `roles Admin, Agent are`. */
function theRoles(value: unknown): Phrase {
  const roles = rolesOf(value);
  return roles.length === 1 ? say`role ${quotes(roles)} is` : say`roles ${quotes(roles)} are`;
}

function rolesOf(value: unknown): string[] {
  const { clientRoles = {} } = (value ?? {}) as { clientRoles?: Readonly<Record<string, readonly string[]>> };
  return Object.values(clientRoles).flat();
}
