// What differences of the user profile mean: who may see, change and leave out what.

import { type Phrase, quote, say, words } from "../phrase.ts";
import { type Effect, entries, flag, type Row, type Subject, setting, verdict } from "../rule.ts";
import { show } from "../values.ts";

/** Attributes that say whose tickets a person sees. */
const CUSTOMER_IDS = new Set(["customerid", "second_customer_ids"]);
const isCustomerId = ({ names: [name = ""] }: Subject): boolean => CUSTOMER_IDS.has(name.toLowerCase());
const UNMANAGED = ["DISABLED", "ADMIN_VIEW", "ADMIN_EDIT", "ENABLED"];

const name = ({ names: [first = ""] }: Subject): Phrase => quote(first);
const who = (role: unknown): Phrase =>
  role === "user"
    ? words("the person themselves")
    : role === "admin"
      ? words("administrators")
      : show(String(role));
const FORMS: Effect = ["cosmetic", "low", "people see another form"];

export const PROFILE_ROWS: readonly Row[] = [
  setting(
    "profile/unmanagedAttributes",
    "profile-unmanaged",
    "the policy for undeclared attributes",
    ({ from, to }) =>
      UNMANAGED.indexOf(String(to)) > UNMANAGED.indexOf(String(from))
        ? ["opens", "medium", "values that nobody declared can be set"]
        : ["loses", "medium", "undeclared values are dropped when a person is saved"],
  ),
  {
    pattern: "profile/order",
    code: "profile-order",
    noun: () => words("the order of the forms"),
    tell: () => verdict(words("the attributes stand in another order in the forms"), FORMS),
  },
  entries(
    "profile/attributes/*",
    "profile-attribute",
    "an attribute",
    [
      (_, subject) => say`people now have the attribute ${name(subject)}`,
      ["behaviour", "low", "the forms ask for it"],
    ],
    [
      (_, subject) => say`the attribute ${name(subject)} goes`,
      (subject) => [
        "loses",
        isCustomerId(subject) ? "high" : "medium",
        "its values can no longer be seen in the forms, and are dropped where undeclared attributes are",
      ],
    ],
  ),
  setting(
    "profile/attributes/*/displayName",
    "profile-attribute-label",
    (subject) => say`the label of ${name(subject)}`,
    FORMS,
  ),
  entries(
    "profile/attributes/*/requiredFor",
    "profile-attribute-required",
    (subject) => say`who must fill in ${name(subject)}`,
    [
      (role, subject) => say`${name(subject)} must now be filled in by ${who(role)}`,
      ({ to }) =>
        to === "user"
          ? ["locks-out", "medium", "whoever lacks it is stopped at the login until it is filled in"]
          : ["behaviour", "low", "administrators cannot save a person without it"],
    ],
    [
      (role, subject) => say`${name(subject)} need no longer be filled in by ${who(role)}`,
      (subject) => ["behaviour", isCustomerId(subject) ? "medium" : "low", "people may lack it"],
    ],
  ),
  entries(
    "profile/attributes/*/view",
    "profile-attribute-view",
    (subject) => say`who may see ${name(subject)}`,
    [
      (role, subject) => say`${name(subject)} may now be seen by ${who(role)}`,
      ["opens", "low", "what was written there in confidence is read"],
    ],
    [
      (role, subject) => say`${name(subject)} may no longer be seen by ${who(role)}`,
      ["behaviour", "low", "the forms do not show it to them"],
    ],
  ),
  entries(
    "profile/attributes/*/edit",
    "profile-attribute-edit",
    (subject) => say`who may change ${name(subject)}`,
    [
      (role, subject) => say`${name(subject)} may now be changed by ${who(role)}`,
      (subject) => {
        if (subject.to !== "user") return ["behaviour", "low", "administrators keep it"];
        return isCustomerId(subject)
          ? ["opens", "high", "it says whose tickets a person sees"]
          : ["opens", "medium", "the helpdesk gets what people write there"];
      },
    ],
    [
      (role, subject) => say`${name(subject)} may no longer be changed by ${who(role)}`,
      ["behaviour", "low", "somebody else keeps it"],
    ],
  ),
  flag(
    "profile/attributes/*/multivalued",
    "profile-attribute-multivalued",
    (subject) => say`whether ${name(subject)} has several values`,
    [
      (subject) => say`${name(subject)} may have several values`,
      (subject) =>
        isCustomerId(subject)
          ? ["opens", "medium", "a person with several of them sees the tickets of each"]
          : ["behaviour", "low", "the helpdesk may take the first one only"],
    ],
    [
      (subject) => say`${name(subject)} has one value only`,
      ["loses", "medium", "further values are dropped when a person is saved"],
    ],
  ),
  setting(
    "profile/attributes/*/group",
    "profile-attribute-group",
    (subject) => say`the group of ${name(subject)} in the forms`,
    FORMS,
  ),
  entries(
    "profile/attributes/*/validations/*",
    "profile-validator",
    "a validator",
    [
      (_, subject) => say`${name(subject)} is now checked by ${quote(subject.names[1] ?? "")}`,
      ["locks-out", "low", "whoever has a value that does not pass is stopped at the login"],
    ],
    [
      (_, subject) => say`${name(subject)} is no longer checked by ${quote(subject.names[1] ?? "")}`,
      ["opens", "low", "values pass that did not"],
    ],
  ),
  setting(
    "profile/attributes/*/validations/*/*",
    "profile-validator-setting",
    (subject) =>
      say`${quote(subject.names[2] ?? "")} of the validator ${quote(subject.names[1] ?? "")} of ${name(subject)}`,
    (subject) =>
      stricter(subject)
        ? ["locks-out", "low", "whoever has a value that does not pass is stopped at the login"]
        : ["behaviour", "low", "other values pass than before"],
  ),
  setting(
    "profile/attributes/*/annotations/*",
    "profile-annotation",
    (subject) => say`the annotation ${quote(subject.names[1] ?? "")} of ${name(subject)}`,
    FORMS,
  ),
  entries(
    "profile/groups/*",
    "profile-group",
    "a group of the forms",
    [(_, subject) => say`the forms have a group ${name(subject)}`, FORMS],
    [(_, subject) => say`the forms no longer have the group ${name(subject)}`, FORMS],
  ),
  setting(
    "profile/groups/*/displayHeader",
    "profile-group-header",
    (subject) => say`the heading of the group ${name(subject)}`,
    FORMS,
  ),
  setting(
    "profile/groups/*/displayDescription",
    "profile-group-description",
    (subject) => say`the description of the group ${name(subject)}`,
    FORMS,
  ),
];

/** A greater minimum, or a smaller maximum; a setting that was not there counts as none. */
function stricter({ names: [, , setting = ""], from, to }: Subject): boolean {
  if (to === null) return false;
  if (setting === "min") return Number(to) > Number(from ?? 0);
  return setting !== "max" || Number(to) < Number(from ?? Number.POSITIVE_INFINITY);
}
