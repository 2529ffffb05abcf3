// What must hold between the values of a spec, checked on whatever of it is well typed.

import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Diagnostic } from "../diagnostics/types.ts";
import { LAYOUT } from "./layout.ts";
import { problem } from "./problem.ts";
import type { Path, Source } from "./source.ts";

/** What a valid spec looks like before durations and references are read, with any part missing. */
type Partial<T> = { readonly [K in keyof T]?: T[K] | undefined };
type RawUser = Partial<{
  firstName: string;
  lastName: string;
  email: string;
  roles: string[];
  attributes: Record<string, string | string[]>;
}>;
type RawAttribute = Partial<{ required: boolean; edit: string[] }> | null;
type RawClient = Partial<
  { clientId: string; access: string } & Record<"redirectUris" | "postLogoutRedirectUris", string[]>
>;
type RawSettings = Partial<{
  frontendUrl: string;
  locales: Partial<{ supported: string[]; default: string }>;
  smtp: Partial<{ ssl: boolean; starttls: boolean }>;
  tokens: Partial<Record<string, string>>;
  sessions: Partial<Record<string, string>>;
}>;
type RawRealm = RawSettings &
  Partial<{
    realm: string;
    loginRole: string;
    roles: string[];
    username: Partial<{ minLength: number; maxLength: number }>;
    unmanagedAttributes: string;
    attributes: Record<string, RawAttribute>;
    clients: Partial<{ app: RawClient; api: RawClient }>;
    users: Record<string, RawUser>;
  }>;
type RawSpec = Partial<{
  url: string;
  backendUrl: string;
  shared: RawSettings;
  agents: RawRealm;
  customers: RawRealm;
}>;

type Report = (code: DiagnosticCode, path: Path, detail: string, hint: string, key?: boolean) => void;

const BUILT_IN_ATTRIBUTES = ["username", "email", "firstName", "lastName"];

/** Diagnostics of all rules. `data` is the spec's plain data without its ill-typed parts. */
export function checkRules(data: unknown, source: Source): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, path, detail, hint, key = false) => {
    const range = key ? source.keyRange(path) : source.valueRange(path);
    diagnostics.push(problem({ code, detail, hint, file: source.file, range }));
  };
  const spec = (data ?? {}) as RawSpec;
  checkRealmNames(spec, report);
  checkHttps(spec.url, ["url"], report);
  checkHttps(spec.backendUrl, ["backendUrl"], report);
  if (spec.shared !== undefined) checkSettings(spec.shared, ["shared"], report);
  for (const key of ["agents", "customers"] as const) {
    const realm = spec[key];
    if (realm === undefined) continue;
    checkSettings(realm, [key], report);
    checkRoles(realm, key, report);
    checkClients(realm, key, report);
    checkAttributes(realm, key, report);
    checkUsernameLength(realm, key, report);
    for (const [name, user] of Object.entries(realm.users ?? {})) checkUser(name, user, realm, key, report);
  }
  return diagnostics;
}

function checkRealmNames(spec: RawSpec, report: Report): void {
  const agents = spec.agents?.realm ?? LAYOUT.agents.realm;
  const customers = spec.customers?.realm ?? LAYOUT.customers.realm;
  if (agents.toLowerCase() !== customers.toLowerCase()) return;
  const path = spec.customers?.realm === undefined ? ["agents", "realm"] : ["customers", "realm"];
  report(
    "realm-name-clash",
    path,
    `agents and customers would share the realm ${agents}`,
    "give each its own name",
  );
}

function checkHttps(url: string | undefined, path: Path, report: Report): void {
  if (url === undefined || !URL.canParse(url)) return;
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return;
  report("plain-http", path, `${hostname} is reached without TLS`, `write https://${hostname}`);
}

const UNIT: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
const inSeconds = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.slice(0, -1)) * (UNIT[value.slice(-1)] ?? Number.NaN);

function checkSettings(settings: RawSettings, at: Path, report: Report): void {
  checkHttps(settings.frontendUrl, [...at, "frontendUrl"], report);
  const { supported, default: preferred } = settings.locales ?? {};
  if (supported !== undefined && preferred !== undefined && !supported.includes(preferred)) {
    report(
      "locale",
      [...at, "locales", "default"],
      `${preferred} is not among ${supported.join(", ")}`,
      `add ${preferred} to supported, or choose one of them`,
    );
  }
  if (settings.smtp?.ssl === true && settings.smtp.starttls === true) {
    report(
      "smtp-tls-clash",
      [...at, "smtp", "starttls"],
      "ssl and starttls are both true",
      "keep the one that the port speaks",
    );
  }
  const sessions = settings.sessions ?? {};
  for (const [idle, max] of [
    ["idle", "max"],
    ["idleRememberMe", "maxRememberMe"],
    ["clientIdle", "clientMax"],
    ["offlineIdle", "offlineMax"],
  ] as const) {
    notLonger([...at, "sessions", idle], sessions[idle], `sessions.${max}`, sessions[max], report);
  }
  notLonger(
    [...at, "tokens", "accessToken"],
    settings.tokens?.["accessToken"],
    "sessions.max",
    sessions["max"],
    report,
  );
}

function notLonger(
  path: Path,
  value: string | undefined,
  other: string,
  limit: string | undefined,
  report: Report,
): void {
  const [left, right] = [inSeconds(value), inSeconds(limit)];
  if (left === undefined || right === undefined || !(left > right)) return;
  report(
    "lifetime-order",
    path,
    `${String(path.at(-1))} of ${value} is longer than ${other} of ${limit}`,
    `write at most ${limit}`,
  );
}

type RealmKey = "agents" | "customers";

const loginRole = (realm: RawRealm, key: RealmKey): string => realm.loginRole ?? LAYOUT[key].loginRole;

function checkRoles(realm: RawRealm, key: RealmKey, report: Report): void {
  const seen = new Map<string, string>();
  realm.roles?.forEach((role, index) => {
    const earlier = seen.get(role.toLowerCase());
    if (earlier !== undefined) {
      report(
        "duplicate-role",
        [key, "roles", index],
        `"${role}" is "${earlier}" once more`,
        "keep one of the two",
      );
    }
    seen.set(role.toLowerCase(), role);
  });
  const login = loginRole(realm, key);
  const twin = seen.get(login.toLowerCase());
  if (twin !== undefined && twin !== login) {
    report(
      "duplicate-role",
      [key, "roles", realm.roles?.indexOf(twin) ?? 0],
      `"${twin}" is the login role "${login}" spelt differently`,
      `write ${login}, or set loginRole: ${twin}`,
    );
  }
}

function checkClients(realm: RawRealm, key: RealmKey, report: Report): void {
  const app = realm.clients?.app?.clientId ?? LAYOUT[key].appClientId;
  const api = realm.clients?.api?.clientId ?? LAYOUT[key].apiClientId;
  if (app === api) {
    const part = realm.clients?.api?.clientId === undefined ? "app" : "api";
    report(
      "client-id-clash",
      [key, "clients", part, "clientId"],
      `app and api are both ${app}`,
      "give each its own id",
    );
  }
  if (realm.clients?.app?.access === "confidential") {
    report(
      "confidential-app",
      [key, "clients", "app", "access"],
      "the vendor's configuration has no key for its secret",
      "write public, unless your OTRS has such a key",
    );
  }
  for (const part of ["app", "api"] as const) {
    for (const list of ["redirectUris", "postLogoutRedirectUris"] as const) {
      realm.clients?.[part]?.[list]?.forEach((uri, index) => {
        checkHttps(uri, [key, "clients", part, list, index], report);
      });
    }
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
    } else if (name.includes("${")) {
      report(
        "reference-in-key",
        path,
        `the attribute "${name}" has a reference in its name`,
        "write the name itself",
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
    if (name === "customerid" && key === "customers" && attribute?.edit?.includes("user") === true) {
      report("customer-id-editable", [...path, "edit"], "user stands in edit", "write edit: [admin]");
    }
  }
}

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

function checkUser(name: string, user: RawUser, realm: RawRealm, key: RealmKey, report: Report): void {
  const path = [key, "users", name];
  checkUserName(name, realm, path, report);
  // Roles that were refused for themselves are holes in the list.
  const known = [loginRole(realm, key), ...(realm.roles ?? []).filter((role) => role !== undefined)];
  user.roles?.forEach((role, index) => {
    if (known.includes(role)) return;
    const guess = suggest(role, known);
    const hint = guess === undefined ? `add ${role} to ${key}.roles` : `did you mean ${guess}?`;
    report("role-unknown", [...path, "roles", index], `the realm has no role "${role}"`, hint);
  });
  const declared = realm.attributes ?? {};
  const required = Object.keys(declared).filter((attribute) => declared[attribute]?.required === true);
  if (key === "customers" && declared["customerid"]?.required !== false) required.push("customerid");
  const missing = [
    ...(["firstName", "lastName", "email"] as const).filter((field) => user[field] === undefined),
    ...[...new Set(required)]
      .filter((attribute) => user.attributes?.[attribute] === undefined)
      .map((attribute) => `attributes.${attribute}`),
  ];
  if (missing.length > 0) {
    report("user-incomplete", path, `${name} lacks ${missing.join(", ")}`, `add ${missing.join(", ")}`, true);
  }
  if (realm.unmanagedAttributes !== "DISABLED") return;
  for (const attribute of Object.keys(user.attributes ?? {})) {
    if (Object.hasOwn(declared, attribute) || (key === "customers" && attribute === "customerid")) continue;
    report(
      "attribute-undeclared",
      [...path, "attributes", attribute],
      `${attribute} would be dropped`,
      `add ${attribute}: {} to ${key}.attributes`,
      true,
    );
  }
}

function checkUserName(name: string, realm: RawRealm, path: Path, report: Report): void {
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
          : /[<>&"\s$%!#?§,;:*~/\\|^=[\]{}()`]/.test(name) || name.includes("\u0000")
            ? "has a character that Keycloak refuses"
            : undefined;
  if (reason === undefined) return;
  const hint =
    name !== name.toLowerCase()
      ? `write ${name.toLowerCase()}`
      : `change the name, or set ${path[0]}.username`;
  report("user-name", path, `"${name}" ${reason}`, hint, true);
}
