// Differences in words, for people who know Keycloak's console better than this model.

import type { PartialModel } from "./canonical.ts";
import type { Difference, Value } from "./diff.ts";
import type { RealmKey } from "./types.ts";

/** The two sides of a comparison: the models, and how a sentence calls them ("in the spec"). */
export interface Sides {
  readonly from: { readonly model: PartialModel; readonly label: string };
  readonly to: { readonly model: PartialModel; readonly label: string };
}

/**
 * One sentence without a full stop.
 *
 * @example
 * "agents realm otrs-agents: client otrs-app: redirect URI https://… is on the server and not in the spec"
 */
export function describeDifference(difference: Difference, sides: Sides): string {
  const { segments, kind, realm } = difference;
  const [head = "", ...rest] = segments;
  if (realm === "" && head === "helpdesks") {
    const [name = "", what] = rest;
    const subject = `helpdesk ${name}`;
    return what === undefined
      ? `${subject} ${presence(kind, sides)}`
      : `${subject}: ${wordsFor(what)} ${changed(difference, sides)}`;
  }
  if (realm === "") return `${head} ${changed(difference, sides)}`;
  const where = `${head} realm ${realm}`;
  if (rest.length === 0) return `${where} ${presence(kind, sides)}`;
  const { subject, what } = locate(head as RealmKey, rest, sides);
  const place = [where, ...subject].join(": ");
  // A part as a whole, or an entry of a list: it is there or it is not.
  if (what === null) return `${place} ${presence(kind, sides)}`;
  if (kind === "changed") return `${place}: ${what} ${changed(difference, sides)}`;
  const value = kind === "added" ? difference.to : difference.from;
  const named = typeof value === "object" ? what : `${what} ${show(value)}`;
  return `${place}: ${named} ${presence(kind, sides)}`;
}

function presence(kind: Difference["kind"], { from, to }: Sides): string {
  return kind === "added" ? `is ${to.label} and not ${from.label}` : `is ${from.label} and not ${to.label}`;
}

function changed({ segments, from, to }: Difference, sides: Sides): string {
  const measured = (value: Value) => `${show(value)}${typeof value === "number" ? unitOf(segments) : ""}`;
  return `is ${measured(from)} ${sides.from.label} and ${measured(to)} ${sides.to.label}`;
}

/** Named parts that a path leads through, and the words for what is left of it (`null`: nothing). */
function locate(
  key: RealmKey,
  path: readonly string[],
  sides: Sides,
): { readonly subject: readonly string[]; readonly what: string | null } {
  const clientId = (name: string): string =>
    (sides.from.model.realms[key] ?? sides.to.model.realms[key])?.clients[name]?.clientId ??
    sides.to.model.realms[key]?.clients[name]?.clientId ??
    name;
  const [part = "", name = "", property = "", inner = ""] = path;
  const leaf = (words: string | undefined) => (words === undefined || words === "" ? null : wordsFor(words));
  switch (part) {
    case "clients": {
      const subject = [`client ${clientId(name)}`];
      if (property === "roles" && path.length > 3)
        return { subject: [...subject, `role ${inner}`], what: leaf(path[4]) };
      if (property === "mappers" && path.length > 3) {
        const [setting = "", key] = path.slice(4);
        const what = setting === "config" && key !== undefined ? `setting ${key}` : leaf(setting);
        return { subject: [...subject, `mapper ${inner}`], what };
      }
      if (property === "flowOverrides" && path.length > 3)
        return { subject, what: `${wordsFor(inner)} flow of its own` };
      if (property === "serviceAccountRoles" && path.length > 3)
        return { subject: [...subject, "service account"], what: `${inner} role` };
      return { subject, what: leaf(property) };
    }
    case "users":
      if (property === "clientRoles" && path.length > 3)
        return { subject: [`user ${name}`], what: `${clientId(inner)} role` };
      if (property === "attributes" && path.length > 3)
        return { subject: [`user ${name}`], what: `attribute ${inner}` };
      return { subject: [`user ${name}`], what: leaf(property) };
    case "groups":
      if (property === "clientRoles" && path.length > 3)
        return { subject: [`group ${name}`], what: `${clientId(inner)} role` };
      return { subject: [`group ${name}`], what: leaf(property) };
    case "federations":
      return federation(federationName(key, name, sides), path.slice(2));
    case "identityProviders":
      return partOf(`identity provider ${name}`, path.slice(2));
    case "brokerFlows":
      return partOf(`flow ${name}`, path.slice(2));
    case "builtInClientRoles":
      return { subject: [`client ${name}`], what: "role" };
    case "profile":
      return profile(path.slice(1));
    case "flows":
      return { subject: [], what: path.length === 1 ? "flows" : `${wordsFor(name)} flow` };
    case "login":
    case "smtp":
    case "themes":
    case "tokens":
    case "sessions":
    case "bruteForce":
    case "locales":
      return path.length === 1
        ? { subject: [], what: wordsFor(part) }
        : { subject: [wordsFor(part)], what: path.slice(1).map(wordsFor).join(" ") };
    default:
      return { subject: [], what: path.map(wordsFor).join(" ") };
  }
}

const federationName = (key: RealmKey, name: string, { from, to }: Sides): string =>
  (from.model.realms[key] ?? to.model.realms[key])?.federations[name]?.name ??
  to.model.realms[key]?.federations[name]?.name ??
  name;

const federation = (name: string, path: readonly string[]) => partOf(`federation ${name}`, path);

/** What has mappers, steps or settings by names of their own. */
function partOf(name: string, [part, inner, setting, key]: readonly string[]) {
  const subject = [name];
  if (part === "steps" && inner !== undefined) {
    const what = setting === "config" && key !== undefined ? `setting ${key}` : wordsOrNone(setting);
    return { subject: [...subject, `step ${inner}`], what };
  }
  if (part === "settings" && inner !== undefined) return { subject, what: `setting ${inner}` };
  if (part === "mappers" && inner !== undefined) {
    const what = setting === "config" && key !== undefined ? `setting ${key}` : wordsOrNone(setting);
    return { subject: [...subject, `mapper ${inner}`], what };
  }
  return { subject, what: wordsOrNone([part, inner].filter((word) => word !== undefined).join("/")) };
}

const wordsOrNone = (path: string | undefined): string | null =>
  path === undefined || path === "" ? null : path.split("/").map(wordsFor).join(" ");

function profile([part = "", name = "", property, validator, setting]: readonly string[]) {
  if (part !== "attributes" && part !== "groups")
    return { subject: ["user profile"], what: part === "order" ? "order of attributes" : wordsFor(part) };
  const subject = ["user profile", `${part === "groups" ? "group" : "attribute"} ${name}`];
  if (property === "validations" && validator !== undefined)
    return { subject: [...subject, `validator ${validator}`], what: setting ?? null };
  if (property === "annotations" && validator !== undefined)
    return { subject: [...subject, `annotation ${validator}`], what: setting ?? "value" };
  return { subject, what: property === undefined ? null : wordsFor(property) };
}

const WORDS: Readonly<Record<string, string>> = {
  redirectUris: "redirect URI",
  webOrigins: "web origin",
  postLogoutRedirectUris: "post-logout redirect URI",
  defaultScopes: "default scope",
  optionalScopes: "optional scope",
  defaultRoles: "role of everybody",
  composites: "composite role",
  pkce: "PKCE",
  smtp: "mail server",
  ssl: "TLS",
  startTls: "StartTLS",
  usersDn: "DN of the people",
  relativeCreateDn: "DN of new people",
  objectClasses: "object class",
  rdnAttribute: "RDN attribute",
  uuidAttribute: "UUID attribute",
  dn: "DN",
  starttls: "STARTTLS",
  bruteForce: "brute-force protection",
  requiredFor: "required for",
  view: "may be seen by",
  edit: "may be edited by",
  supported: "locale",
  unmanagedAttributes: "unmanaged attributes",
  temporaryPassword: "temporary password",
  jwksUrl: "JWKS URL",
  backchannelLogout: "back-channel logout",
  scopes: "scope",
  realm: "name",
};

/** `directAccessGrants` -> "direct access grants", `rootUrl` -> "root URL". */
function wordsFor(property: string): string {
  const known = WORDS[property];
  if (known !== undefined) return known;
  const words = property.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.replace(/\b(url|html|ssl|sso|id)\b/gi, (word) => word.toUpperCase());
}

const SECONDS = [
  "tokens/accessTokenLifespan",
  "tokens/accessCodeLifespan",
  "tokens/accessCodeLifespanLogin",
  "tokens/accessCodeLifespanUserAction",
  "tokens/actionTokenGeneratedByUserLifespan",
  "tokens/actionTokenGeneratedByAdminLifespan",
  "sessions/ssoSessionIdleTimeout",
  "sessions/ssoSessionMaxLifespan",
  "sessions/ssoSessionIdleTimeoutRememberMe",
  "sessions/ssoSessionMaxLifespanRememberMe",
  "sessions/clientSessionIdleTimeout",
  "sessions/clientSessionMaxLifespan",
  "sessions/offlineSessionIdleTimeout",
  "sessions/offlineSessionMaxLifespan",
];
const UNITS: Readonly<Record<string, string>> = Object.fromEntries(SECONDS.map((path) => [path, " s"]));
const FEDERATION_UNITS: Readonly<Record<string, string>> = {
  fullSyncPeriod: " s",
  changedSyncPeriod: " s",
  connectTimeout: " ms",
  readTimeout: " ms",
  "cache/maxLifespan": " ms",
};

function unitOf(segments: readonly string[]): string {
  const [, part, , ...rest] = segments;
  const units =
    part === "federations" ? FEDERATION_UNITS[rest.join("/")] : UNITS[segments.slice(1).join("/")];
  return units ?? "";
}

function show(value: Value): string {
  if (value === null) return "not set";
  if (typeof value === "string") return value === "" ? "empty" : value;
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (typeof value === "object") return reference(value as Readonly<Record<string, Value>>);
  return String(value);
}

/** A whole part, or a reference to a secret: named where it can be. */
function reference(value: Readonly<Record<string, Value>>): string {
  if (value["kind"] === "hidden") return "a secret";
  const { kind, name, host, username, dn } = value;
  if (typeof kind === "string" && typeof name === "string") return `\${${kind}:${name}}`;
  if (typeof host === "string") return host;
  const account = username ?? dn;
  return typeof account === "string" ? `as ${account}` : "set";
}
