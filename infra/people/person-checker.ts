// Whether a realm takes a person: its profile, Keycloak's own rules, what the helpdesk asks for.

import type { ProfileAttribute, RealmModel } from "../model/types.ts";
import { emailProblem, notAsciiProblem } from "./email.ts";
import { Taken } from "./taken.ts";
import type { Effect, HelpdeskPeople, Person, PersonFinding, Problem } from "./types.ts";
import { lengthProblem, type Validate, validatorOf } from "./validators.ts";

export interface PersonChecker {
  /**
   * Everything that stands in the person's way.
   *
   * @param place - where the person stands, a line's number or an entry's DN, for those that collide with them
   */
  readonly check: (person: Person, place: number | string) => PersonFinding[];
  /** Validators that only Keycloak itself can judge by, as `attribute: validator`. */
  readonly unchecked: readonly string[];
}

type Rule = (values: readonly string[]) => PersonFinding[];

/** Width of the database's columns for the four; a wider value is an error 500. */
const COLUMN = 255;
const COLUMNS: ReadonlySet<string> = new Set(["username", "email", "firstName", "lastName"]);
/** Longest value of an attribute that the profile does not name. */
const UNMANAGED = 2048;

/** A checker remembers whom it has seen: one for each file. */
export function personChecker(realm: RealmModel, helpdesk: HelpdeskPeople): PersonChecker {
  const taken = new Taken(realm);
  const unchecked: string[] = [];
  const { attributes } = realm.profile;
  const emailIsUsername = realm.login.registrationEmailAsUsername;
  const names = new Set([...COLUMNS, ...Object.keys(attributes), ...helpdesk.required]);
  // Keycloak then takes the address for the user name and looks at nothing else.
  if (emailIsUsername) names.delete("username");
  const rules = new Map(
    [...names].map((name) => [name, ruleOf(name, realm, helpdesk, (id) => unchecked.push(`${name}: ${id}`))]),
  );
  const check = (person: Person, place: number | string): PersonFinding[] => {
    const found = [...rules].flatMap(([name, rule]) => rule(person.get(name) ?? []));
    for (const [name, values] of person)
      if (!names.has(name) && name !== "username") found.push(...unmanaged(name, values));
    const [email = ""] = person.get("email") ?? [];
    const [username = ""] = emailIsUsername ? [] : (person.get("username") ?? []);
    return [...found, ...taken.add(username, email, place)];
  };
  return { check, unchecked };
}

/** All of one attribute: whether it must be there, how often, and what each value must be. */
function ruleOf(
  name: string,
  realm: RealmModel,
  helpdesk: HelpdeskPeople,
  leftOut: (validator: string) => void,
): Rule {
  const attribute = realm.profile.attributes[name];
  const validates = validatorsOf(name, realm, leftOut);
  const effect = effectOfMissing(name, realm, helpdesk);
  const most = attribute?.multivalued ? Number(attribute.validations["multivalued"]?.["max"] ?? Infinity) : 1;
  const fewest = Number(attribute?.validations["multivalued"]?.["min"] ?? 0);
  return (values) => {
    const there = values.filter((value) => value !== "");
    // A blank address is a wrong one; of the others a blank value is none.
    const none = there.every((value) => value.trim() === "" && name !== "email");
    if (none && effect !== undefined) return [missing(name, effect, helpdesk)];
    const wrong = there.flatMap((value) => firstProblem(value, validates, name));
    if (there.length > most)
      return [...wrong, several(name, there, `has ${there.length} values`, `write at most ${most}`)];
    if (there.length < fewest)
      return [...wrong, several(name, there, `has ${there.length} values`, `write at least ${fewest}`)];
    return wrong;
  };
}

function validatorsOf(name: string, realm: RealmModel, leftOut: (validator: string) => void): Validate[] {
  const validations = realm.profile.attributes[name]?.validations ?? {};
  const own = Object.entries(validations).flatMap(([id, config]) => {
    if (id === "multivalued") return [];
    const validate = validatorOf(id, config);
    if (validate === undefined) leftOut(id);
    return validate ?? [];
  });
  return [
    ...own,
    ...(COLUMNS.has(name) ? [columnWidth] : []),
    // Keycloak looks at every address, whatever the profile says.
    ...(name === "email" && !("email" in validations) ? [(value: string) => emailProblem(value)] : []),
    ...(name === "email" && realm.smtp !== null ? [notAsciiProblem] : []),
  ];
}

/** One problem of a value is enough: the next would mostly be the same one. */
function firstProblem(value: string, validates: readonly Validate[], attribute: string): PersonFinding[] {
  // Keycloak looks at a user name as it keeps it.
  const kept = attribute === "username" ? value.toLowerCase() : value;
  for (const validate of validates) {
    const problem = validate(kept);
    if (problem !== undefined) return [finding(attribute, value, "refused", problem)];
  }
  return [];
}

function effectOfMissing(
  name: string,
  { profile, login }: RealmModel,
  { required }: HelpdeskPeople,
): Effect | undefined {
  const requiredFor: ProfileAttribute["requiredFor"] = profile.attributes[name]?.requiredFor ?? [];
  if (name === "username" || (name === "email" && login.registrationEmailAsUsername)) return "refused";
  // Keycloak asks an administrator for no address, whatever the profile says.
  if (requiredFor.includes("admin") && name !== "email") return "refused";
  if (requiredFor.includes("user")) return "login-stops";
  return required.includes(name) ? "helpdesk" : undefined;
}

function missing(attribute: string, effect: Effect, helpdesk: HelpdeskPeople): PersonFinding {
  const asked = helpdesk.required.includes(attribute) ? `, and ${helpdesk.name} asks for it` : "";
  const detail = {
    refused: "is missing, and Keycloak asks for it",
    "login-stops": `is missing: the login stops until it is filled in${asked}`,
    helpdesk: `is missing, and ${helpdesk.name} asks for it`,
  }[effect];
  return finding(attribute, "", effect, { code: "missing", detail, fix: "fill it in" });
}

function columnWidth(value: string): Problem | undefined {
  return value.length > COLUMN ? lengthProblem(value.length, `at most ${COLUMN}, blanks counted`) : undefined;
}

function unmanaged(name: string, values: readonly string[]): PersonFinding[] {
  return values
    .filter((value) => value.length > UNMANAGED)
    .map((value) => finding(name, value, "refused", lengthProblem(value.length, `at most ${UNMANAGED}`)));
}

function several(name: string, values: readonly string[], detail: string, fix: string): PersonFinding {
  return finding(name, values.join(", "), "refused", { code: "several-values", detail, fix });
}

function finding(attribute: string, value: string, effect: Effect, problem: Problem): PersonFinding {
  return { ...problem, effect, attribute, value };
}
