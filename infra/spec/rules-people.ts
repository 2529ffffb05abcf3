// What must hold for the people of a realm and for their attributes.

import { suggest } from "../diagnostics/suggest.ts";
import type { RealmKey } from "../model/types.ts";
import { LAYOUTS } from "./layout.ts";
import { type RawRealm, type RawUser, type RealmPlace, type Report, rolesOf } from "./raw.ts";
import type { Path } from "./source.ts";

const BUILT_IN_ATTRIBUTES = ["username", "email", "firstName", "lastName"];

/** Attributes, the length of user names, and each person. */
export function checkPeople(realm: RawRealm, place: RealmPlace, report: Report): void {
  const { key } = place;
  checkAttributes(realm, key, report);
  checkUsernameLength(realm, key, report);
  checkUsers(realm.users, [key, "users"], realm, place, report);
}

/** People at a place of the spec who are to be in a realm. */
export function checkUsers(
  users: RawRealm["users"],
  at: Path,
  realm: RawRealm,
  place: RealmPlace,
  report: Report,
): void {
  for (const [name, user] of Object.entries(users ?? {})) {
    const path = [...at, name];
    checkUserName(name, realm, place.key, path, report);
    // zod passes over a key of that name, so what stands there may be of any type.
    if (user !== undefined && name !== "__proto__") checkUser(user, path, realm, place, report);
  }
}

function checkAttributes(realm: RawRealm, key: RealmKey, report: Report): void {
  for (const [name, attribute] of Object.entries(realm.attributes ?? {})) {
    const path = [key, "attributes", name];
    if (BUILT_IN_ATTRIBUTES.includes(name)) {
      report(
        "attribute-built-in",
        path,
        `${name} is there already`,
        name === "username" ? `set ${key}.username.minLength and maxLength` : "leave it out",
        true,
      );
    } else {
      checkAttributeName(name, path, report);
    }
    if (name === "customerid" && key === "customers" && attribute?.edit?.includes("user") === true) {
      report("customer-id-editable", [...path, "edit"], "user stands in edit", "write edit: [admin]");
    }
  }
}

/** Whether Keycloak takes the name. */
export function checkAttributeName(name: string, path: Path, report: Report): void {
  if (name.includes("${")) {
    report(
      "reference-in-key",
      path,
      `the attribute "${name}" has a reference in its name`,
      "write the name itself",
      true,
    );
  } else if (name in {}) {
    // Pulumi's SDK fails on a mapping with such a key, and says nothing of use.
    report(
      "attribute-name",
      path,
      `${name} is a name that JavaScript has for its own use`,
      "take another name",
      true,
    );
  } else if (!/^[A-Za-z0-9._-]{1,255}$/.test(name)) {
    report(
      "attribute-name",
      path,
      `"${name}" has other characters`,
      "use letters, digits, dots, hyphens and underscores",
      true,
    );
  }
}

/** Whether the mapping has the key itself: `constructor` is no attribute of everybody. */
const has = (mapping: object | undefined, key: string): boolean =>
  mapping !== undefined && Object.hasOwn(mapping, key);

function usernameBounds(realm: RawRealm): readonly [number, number] {
  return [realm.username?.minLength ?? 3, realm.username?.maxLength ?? 255];
}

function checkUsernameLength(realm: RawRealm, key: RealmKey, report: Report): void {
  const [minimum, maximum] = usernameBounds(realm);
  if (minimum <= maximum) return;
  report(
    "username-length",
    [key, "username"],
    `the minimum ${minimum} is over the maximum ${maximum}`,
    "write a minimum that is not over the maximum",
  );
}

function checkUser(user: RawUser, path: Path, realm: RawRealm, place: RealmPlace, report: Report): void {
  const { key, product } = place;
  const name = String(path.at(-1));
  const known = rolesOf(realm, place);
  user.roles?.forEach((role, index) => {
    if (known.includes(role)) return;
    const guess = suggest(role, known);
    const hint = guess === undefined ? `add ${role} to ${key}.roles` : `did you mean ${guess}?`;
    report("role-unknown", [...path, "roles", index], `the realm has no role "${role}"`, hint);
  });
  const declared = realm.attributes ?? {};
  const required = Object.keys(declared).filter((attribute) => declared[attribute]?.required === true);
  const wanted = LAYOUTS[product].required[key] ?? [];
  required.push(...wanted.filter((attribute) => declared[attribute]?.required !== false));
  const missing = [
    ...(["firstName", "lastName", "email"] as const).filter((field) => !has(user, field)),
    ...[...new Set(required)]
      .filter((attribute) => !has(user.attributes, attribute))
      .map((attribute) => `attributes.${attribute}`),
  ];
  if (missing.length > 0) {
    report("user-incomplete", path, `${name} lacks ${missing.join(", ")}`, `add ${missing.join(", ")}`, true);
  }
  for (const attribute of Object.keys(user.attributes ?? {})) {
    checkAttributeName(attribute, [...path, "attributes", attribute], report);
  }
  if (!dropsUndeclared(realm, place)) return;
  for (const attribute of Object.keys(user.attributes ?? {})) {
    if (has(declared, attribute) || wanted.includes(attribute)) continue;
    report(
      "attribute-undeclared",
      [...path, "attributes", attribute],
      `${attribute} would be dropped`,
      `add ${attribute}: {} to ${key}.attributes`,
      true,
    );
  }
}

/** Whether Keycloak drops attributes that the profile does not declare. */
export function dropsUndeclared({ unmanagedAttributes }: RawRealm, { product }: RealmPlace): boolean {
  return (unmanagedAttributes ?? LAYOUTS[product].unmanagedAttributes) === "DISABLED";
}

/** Keycloak's validator username-prohibited-characters, and halves of characters. */
const PROHIBITED = /[<>&"'\s$%!#?§,;:*~/\\|^=[\]{}()`\p{Cc}\p{Cs}]/u;

function checkUserName(name: string, realm: RawRealm, key: RealmKey, path: Path, report: Report): void {
  if (name.includes("${")) {
    report(
      "reference-in-key",
      path,
      `the person "${name}" has a reference in the name`,
      "write the name itself",
      true,
    );
    return;
  }
  const [minimum, maximum] = usernameBounds(realm);
  const reason =
    name !== name.toLowerCase()
      ? "has upper case, which Keycloak would lower"
      : name.length < minimum
        ? `has fewer than ${minimum} characters`
        : name.length > maximum
          ? `has more than ${maximum} characters`
          : PROHIBITED.test(name) || name === "__proto__"
            ? "has a character that Keycloak refuses"
            : undefined;
  if (reason === undefined) return;
  const hint =
    name !== name.toLowerCase() ? `write ${name.toLowerCase()}` : `change the name, or set ${key}.username`;
  report("user-name", path, `"${name}" ${reason}`, hint, true);
}
