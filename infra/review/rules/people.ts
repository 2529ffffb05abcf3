// What differences of the people that a spec names mean.

import { type Phrase, quote, quotes, say, words } from "../phrase.ts";
import {
  type Effect,
  type Effects,
  entries,
  flag,
  first as person,
  type Row,
  type Subject,
  second,
  setting,
  verdict,
} from "../rule.ts";
import { showAttribute } from "../values.ts";

const NAME: Effect = ["cosmetic", "low", "the helpdesk shows another name"];
const NAMELESS: Effect = ["locks-out", "low", "a login stops until it is filled in"];

/** Attributes that say whose tickets a person sees. */
const deciding: Effects = ({ names: [, name = ""] }) =>
  /^(customerid|second_customer_ids)$/i.test(name)
    ? ["opens", "high", "it says whose tickets the person sees"]
    : ["behaviour", "low", "the helpdesk gets another value"];

export const PEOPLE_ROWS: readonly Row[] = [
  {
    pattern: "users/*",
    code: "person",
    noun: () => words("a person"),
    tell: (subject) =>
      subject.kind === "added"
        ? verdict(say`${person(subject)} is a new person, with the roles ${quotes(rolesOf(subject.to))}`, [
            "opens",
            "medium",
            "a person who could not log in can",
          ])
        : {
            ...verdict(
              say`${person(subject)} leaves the spec: refused by up, write ${quote("enabled: false")}`,
              ["loses", "high", "the helpdesk keeps references to its people, so none is deleted"],
            ),
            refused: true,
          },
  },
  flag(
    "users/*/enabled",
    "person-enabled",
    (subject) => say`whether ${person(subject)} may log in`,
    [
      (subject) => say`${person(subject)} may log in again`,
      ["opens", "medium", "a person who could not log in can"],
    ],
    [
      (subject) => say`${person(subject)} may no longer log in`,
      ["locks-out", "medium", "the account is disabled"],
    ],
  ),
  setting(
    "users/*/email",
    "person-email",
    (subject) => say`the email address of ${person(subject)}`,
    ["opens", "medium", "whoever reads mail there can reset the password, and the helpdesk may match by it"],
    NAMELESS,
  ),
  flag(
    "users/*/emailVerified",
    "person-email-verified",
    (subject) => say`whether the address of ${person(subject)} counts as proved`,
    [
      (subject) => say`the email address of ${person(subject)} counts as proved`,
      ["opens", "low", "nobody asks the person for a proof"],
    ],
    [
      (subject) => say`the email address of ${person(subject)} counts as unproved`,
      ["behaviour", "low", "the person may be asked for a proof"],
    ],
  ),
  setting(
    "users/*/firstName",
    "person-first-name",
    (subject) => say`the first name of ${person(subject)}`,
    NAME,
    NAMELESS,
  ),
  setting(
    "users/*/lastName",
    "person-last-name",
    (subject) => say`the last name of ${person(subject)}`,
    NAME,
    NAMELESS,
  ),
  entries(
    "users/*/attributes/*",
    "person-attribute",
    (subject) => say`${second(subject)} of ${person(subject)}`,
    [
      (value, subject) => say`${second(subject)} of ${person(subject)} is now ${attribute(value, subject)}`,
      deciding,
    ],
    [
      (value, subject) =>
        say`${second(subject)} of ${person(subject)} is no longer ${attribute(value, subject)}`,
      deciding,
    ],
  ),
  entries(
    "users/*/clientRoles/*",
    "person-role",
    (subject) => say`the roles of ${person(subject)}`,
    [
      (role, subject) => say`${person(subject)} gets the role ${quote(String(role))} of ${client(subject)}`,
      ({ to }) => [
        "opens",
        /admin/i.test(String(to)) ? "high" : "medium",
        "the person may do what the helpdesk allows the role",
      ],
    ],
    [
      (role, subject) => say`${person(subject)} loses the role ${quote(String(role))} of ${client(subject)}`,
      ({ from, loginRole }) =>
        from === loginRole
          ? ["locks-out", "medium", "without it the helpdesk does not let the person in"]
          : ["locks-out", "low", "the person may do less in the helpdesk"],
    ],
  ),
];

const client = ({ names: [, key = ""], client: idOf }: Subject): Phrase => idOf(key);

const attribute = (value: Parameters<typeof showAttribute>[1], { names: [, name = ""] }: Subject): Phrase =>
  value === null ? words("set") : showAttribute(name, value);

function rolesOf(value: unknown): string[] {
  const { clientRoles = {} } = (value ?? {}) as { clientRoles?: Readonly<Record<string, readonly string[]>> };
  return Object.values(clientRoles).flat();
}
