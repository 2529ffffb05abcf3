// What must hold between the values of a spec, checked on whatever of it is well typed.

import type { Diagnostic } from "../diagnostics/types.ts";
import { isLoopback } from "../loopback.ts";
import type { Product, RealmKey } from "../model/types.ts";
import { LAYOUTS, REALM_KEYS, type RealmLayout, realmKeysOf } from "./layout.ts";
import { problem } from "./problem.ts";
import type { RawRealm, RawSettings, RawSpec, RealmPlace, Report } from "./raw.ts";
import { checkEphemeral } from "./rules-ephemeral.ts";
import { checkLdap } from "./rules-ldap.ts";
import { checkPeople } from "./rules-people.ts";
import { checkProduct, lacksTls } from "./rules-product.ts";
import { checkProviders } from "./rules-providers.ts";
import type { Path, Source } from "./source.ts";

/** Diagnostics of all rules. `data` is the spec's plain data without its ill-typed parts. */
export function checkRules(data: unknown, source: Source): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, path, detail, hint, key = false) => {
    const range = key ? source.keyRange(path) : source.valueRange(path);
    diagnostics.push(problem({ code, detail, hint, file: source.file, range }));
  };
  const spec = (data ?? {}) as RawSpec;
  if (!lacksTls(spec)) checkHttps(spec.url, ["url"], report);
  checkHttps(spec.backendUrl, ["backendUrl"], report);
  if (spec.shared !== undefined) {
    checkSettings(spec.shared, ["shared"], report);
    checkLifetimes(spec.shared, undefined, "shared", report);
  }
  // What depends on the product waits until the product is known.
  const product = spec.helpdesk;
  const layout = product === undefined ? undefined : LAYOUTS[product];
  if (product !== undefined) {
    checkProduct(spec, product, report);
    checkRealmNames(spec, product, report);
  }
  for (const key of REALM_KEYS) {
    const realm = spec[key];
    if (realm === undefined) continue;
    checkSettings(realm, [key], report);
    checkLifetimes(realm, spec.shared, key, report);
    checkRedirects(realm, key, report);
    if (product === undefined || layout?.realms[key] === undefined) continue;
    const place = { product, key };
    checkRoles(realm, place, report);
    checkClients(realm, key, layout.realms[key], report);
    checkPeople(realm, place, report);
    checkLdap(realm, place, report);
    checkProviders(realm, place, report);
  }
  if (product !== undefined) checkEphemeral(spec, product, report);
  return diagnostics;
}

function checkRealmNames(spec: RawSpec, product: Product, report: Report): void {
  const [first, second] = realmKeysOf({ ...spec, helpdesk: product });
  if (first === undefined || second === undefined) return;
  const nameOf = (key: RealmKey) => spec[key]?.realm ?? LAYOUTS[product].realms[key]?.realm ?? "";
  if (nameOf(first).toLowerCase() !== nameOf(second).toLowerCase()) return;
  const path = spec[second]?.realm === undefined ? [first, "realm"] : [second, "realm"];
  const single = LAYOUTS[product].realms.people !== undefined;
  report(
    "realm-name-clash",
    path,
    `${first} and ${second} would share the realm ${nameOf(first)}`,
    single ? "give each its own name, or write people: in the place of both" : "give each its own name",
  );
}

function checkHttps(url: string | undefined, path: Path, report: Report): void {
  if (url === undefined || !URL.canParse(url) || isLoopback(url)) return;
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return;
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
}

/** Which lifetime ends within which. */
const WITHIN = [
  ["sessions.idle", "sessions.max"],
  ["sessions.idleRememberMe", "sessions.maxRememberMe"],
  ["sessions.clientIdle", "sessions.clientMax"],
  ["sessions.offlineIdle", "sessions.offlineMax"],
  ["tokens.accessToken", "sessions.max"],
] as const;

/** A realm's own lifetimes against each other and against the shared ones. */
function checkLifetimes(
  own: RawSettings,
  shared: RawSettings | undefined,
  key: string,
  report: Report,
): void {
  const from = (settings: RawSettings | undefined, name: string): string | undefined => {
    const [group = "", field = ""] = name.split(".");
    return (settings as Record<string, Record<string, string> | undefined> | undefined)?.[group]?.[field];
  };
  for (const [short, long] of WITHIN) {
    const [value, limit] = [from(own, short) ?? from(shared, short), from(own, long) ?? from(shared, long)];
    const inRealm = from(own, short) === undefined ? from(own, long) !== undefined && long : short;
    const [left, right] = [inSeconds(value), inSeconds(limit)];
    if (inRealm === false || left === undefined || right === undefined || !(left > right)) continue;
    report(
      "lifetime-order",
      [key, ...inRealm.split(".")],
      `${short} of ${value} is longer than ${long} of ${limit}`,
      inRealm === short ? `write at most ${limit}` : `write at least ${value}`,
    );
  }
}

function checkRoles(realm: RawRealm, place: RealmPlace, report: Report): void {
  const { key, product } = place;
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
  const login = realm.loginRole ?? LAYOUTS[product].realms[key]?.loginRole ?? null;
  const twin = seen.get(login?.toLowerCase() ?? "");
  if (login !== null && twin !== undefined && twin !== login) {
    report(
      "duplicate-role",
      [key, "roles", realm.roles?.indexOf(twin) ?? 0],
      `"${twin}" is the login role "${login}" spelt differently`,
      `write ${login}, or set loginRole: ${twin}`,
    );
  }
}

function checkClients(realm: RawRealm, key: RealmKey, layout: RealmLayout, report: Report): void {
  const app = realm.clients?.app?.clientId ?? layout.clients.app;
  const api =
    layout.clients.api === undefined ? undefined : (realm.clients?.api?.clientId ?? layout.clients.api);
  if (app === api) {
    const part = realm.clients?.api?.clientId === undefined ? "app" : "api";
    report(
      "client-id-clash",
      [key, "clients", part, "clientId"],
      `app and api are both ${app}`,
      "give each its own id",
    );
  }
  if (api !== undefined && realm.clients?.app?.access === "confidential") {
    report(
      "confidential-app",
      [key, "clients", "app", "access"],
      "the vendor's configuration has no key for its secret",
      "write public, unless your OTRS has such a key",
    );
  }
}

function checkRedirects(realm: RawRealm, key: RealmKey, report: Report): void {
  for (const part of ["app", "api"] as const) {
    for (const list of ["redirectUris", "postLogoutRedirectUris"] as const) {
      realm.clients?.[part]?.[list]?.forEach((uri, index) => {
        checkHttps(uri, [key, "clients", part, list, index], report);
      });
    }
  }
}
