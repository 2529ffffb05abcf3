// What must hold between the values of a directory, and for its roles and attributes in the realm.

import { suggest } from "../diagnostics/suggest.ts";
import { parseDn, type Rdn } from "./distinguished-name.ts";
import { LAYOUTS } from "./layout.ts";
import { ALL } from "./ldap-fields.ts";
import { type RawLdap, type RawRealm, type RealmPlace, type Report, rolesOf } from "./raw.ts";
import { checkAttributeName, dropsUndeclared } from "./rules-people.ts";
import type { Path } from "./source.ts";

/** All rules of a realm's directory. */
export function checkLdap(realm: RawRealm, place: RealmPlace, report: Report): void {
  const { ldap } = realm;
  const { key } = place;
  if (ldap === undefined) return;
  const at = [key, "ldap"];
  checkTls(ldap, at, report);
  checkEdit(ldap, at, report);
  checkNewEntries(ldap, at, report);
  checkCache(ldap, at, report);
  checkAttributes(ldap, realm, place, report);
  checkRoles(ldap, realm, place, report);
}

function checkTls({ url, startTls, pooling }: RawLdap, at: Path, report: Report): void {
  if (startTls !== true) return;
  const first = [url].flat().findIndex((one) => /^ldaps:/i.test(one ?? ""));
  if (first !== -1) {
    const path = [...at, "url", ...(Array.isArray(url) ? [first] : [])];
    const detail = "ldaps has TLS from the first byte, and startTls begins in clear";
    report("directory-tls", path, detail, "take startTls out, or write ldap://");
  }
  if (pooling !== true) return;
  const detail = "Keycloak refuses startTls on connections that stay open";
  report("directory-tls", [...at, "pooling"], detail, "leave pooling out");
}

function checkEdit(ldap: RawLdap, at: Path, report: Report): void {
  const { edit, import: imports, syncRegistrations } = ldap;
  if (edit === "unsynced" && imports === false) {
    const detail = "unsynced keeps changes in Keycloak's copy of people, and import: false keeps no copy";
    report("directory-edit", [...at, "import"], detail, "leave import out, or write edit: read-only");
  }
  if (syncRegistrations === true && (edit === undefined || typeof edit === "string")) {
    const detail = "Keycloak puts nobody into a directory that it only reads";
    report(
      "directory-edit",
      [...at, "syncRegistrations"],
      detail,
      "write edit: { writable-until: … }, or false",
    );
  }
}

/** The attributes that begin a DN and that are the user name, where the spec names none. */
const OWN_NAMES: Readonly<Record<string, { readonly rdn: string; readonly username: string }>> = {
  openldap: { rdn: "uid", username: "uid" },
  "active-directory": { rdn: "cn", username: "sAMAccountName" },
};
/** Classes of which no entry can be without cn; they are what a vendor's people have. */
const WITH_CN = ["person", "organizationalperson", "inetorgperson", "user", "posixaccount"];

/** Keycloak fills what a mapper names, and the directory refuses an entry that lacks more than that. */
function checkNewEntries(ldap: RawLdap, at: Path, report: Report): void {
  const own = OWN_NAMES[ldap.vendor ?? ""];
  if (ldap.syncRegistrations !== true || typeof ldap.edit !== "object" || own === undefined) return;
  const { rdn = own.rdn, username = own.username, objectClasses = WITH_CN } = ldap;
  const names = { firstName: "givenName", lastName: "sn", email: "mail", ...ldap.attributes };
  // A name of the wrong type has left a hole. One with hyphens is not of a vendor's schema, or stands for a
  // variable's unknown value: nothing can be said of it.
  const all = [rdn, username, ...Object.values(names), ...objectClasses];
  if (all.some((name) => name === undefined || !/^[A-Za-z0-9]+$/.test(name))) return;
  const filled = [username, ...Object.values(names)].map((name) => name.toLowerCase());
  const needsCn = objectClasses.some((name) => WITH_CN.includes(name.toLowerCase()));
  const needed = [...new Set([rdn, ...(needsCn ? ["cn"] : [])].map((name) => name.toLowerCase()))];
  const lacking = needed.filter((name) => !filled.includes(name));
  if (lacking.length === 0) return;
  const detail = `whoever is new would be refused, as Keycloak fills no ${lacking.join(" and no ")} in the directory`;
  const hint = `map an attribute that everybody has: attributes: { fullName: ${lacking[0]} }; or write false`;
  report("directory-edit", [...at, "syncRegistrations"], detail, hint);
}

/** Which keys a policy of the cache has, beside those that have a default. */
const CACHE_KEYS: Readonly<Record<string, readonly string[]>> = {
  "evict-daily": ["hour", "minute"],
  "evict-weekly": ["day", "hour", "minute"],
  "max-lifespan": ["lifespan"],
};

function checkCache({ cache }: RawLdap, at: Path, report: Report): void {
  if (typeof cache !== "object" || cache.policy === undefined) return;
  const known = CACHE_KEYS[cache.policy] ?? [];
  for (const key of Object.keys(cache)) {
    if (key === "policy" || known.includes(key)) continue;
    const detail = `${cache.policy} has no ${key}`;
    report("directory-cache", [...at, "cache", key], detail, `take it out; known: ${known.join(", ")}`, true);
  }
  for (const key of ["day", "lifespan"]) {
    if (!known.includes(key) || Object.hasOwn(cache, key)) continue;
    report("directory-cache", [...at, "cache"], `${cache.policy} needs ${key}`, `add ${key}: …`, true);
  }
}

const NAMES = ["firstName", "lastName", "email"];

function checkAttributes(ldap: RawLdap, realm: RawRealm, place: RealmPlace, report: Report): void {
  const { key, product } = place;
  const declared = [...NAMES, ...(LAYOUTS[product].required[key] ?? [])];
  declared.push(...Object.keys(realm.attributes ?? {}));
  for (const name of Object.keys(ldap.attributes ?? {})) {
    const path = [key, "ldap", "attributes", name];
    if (name === "username") {
      const detail = "the user name has a key of its own";
      report("attribute-built-in", path, detail, `write it as ${key}.ldap.username`, true);
      continue;
    }
    checkAttributeName(name, path, report);
    if (!dropsUndeclared(realm, place) || declared.includes(name)) continue;
    const hint = `add ${name}: {} to ${key}.attributes`;
    report("attribute-undeclared", path, `${name} could be seen by nobody`, hint, true);
  }
}

function checkRoles(ldap: RawLdap, realm: RawRealm, place: RealmPlace, report: Report): void {
  const { key } = place;
  const known = rolesOf(realm, place);
  for (const role of Object.keys(ldap.roles ?? {})) {
    if (known.includes(role)) continue;
    const guess = suggest(role, known);
    const hint = guess === undefined ? `add it to ${key}.roles` : `did you mean ${guess}?`;
    report("role-unknown", [key, "ldap", "roles", role], `the realm has no role "${role}"`, hint, true);
  }
  checkGroups(ldap.roles ?? {}, [key, "ldap", "roles"], report);
}

/** The groups that give roles, all of a realm together. */
export function checkGroups(roles: NonNullable<RawLdap["roles"]>, at: Path, report: Report): void {
  const groups = new Map<string, string>();
  for (const [role, value] of Object.entries(roles)) {
    // zod passes over a key of that name, so what stands there may be of any type.
    if (role === "__proto__") continue;
    const list = Array.isArray(value);
    [value].flat().forEach((dn, index) => {
      if (dn === undefined || dn === ALL) return;
      checkGroup(dn, groups, [...at, role, ...(list ? [index] : [])], report);
    });
  }
}

/** Keycloak's groups go by the name that begins the DN, and that is not the whole of it. */
function checkGroup(dn: string, groups: Map<string, string>, path: Path, report: Report): void {
  const steps = parseDn(dn);
  const [first] = steps ?? [];
  if (steps === undefined || first === undefined) return;
  const name = first[0]?.value ?? "";
  const reason =
    first.length > 1
      ? "its first step has several values"
      : steps.length < 2
        ? "nothing is above it"
        : /[/\p{C}]/u.test(name) || name.length > 255 || name in {}
          ? `Keycloak cannot have a group of the name "${name}"`
          : undefined;
  if (reason !== undefined) report("directory-group", path, reason, "name another group");
  const spelt = steps.map(folded).join(",");
  const earlier = groups.get(name.toLowerCase());
  groups.set(name.toLowerCase(), earlier ?? spelt);
  if (earlier === undefined || earlier === spelt) return;
  const detail = `two groups called "${name}" would be one in Keycloak`;
  report("directory-group", path, detail, "put both into one group in the directory, and name that");
}

const folded = (step: Rdn): string =>
  step.map(({ type, value }) => `${type}=${value}`.toLowerCase()).join("+");
