// For one difference between what a spec means and a server: what to write so that the spec says it.

import { isCovered } from "../diagnostics/cover.ts";
import type { Difference, Value } from "../model/diff.ts";
import type { RealmKey, RealmModel, SecretReference, UserModel } from "../model/types.ts";
import type { Edit } from "./edit.ts";
import { proposeForDirectory, proposeForGroup } from "./propose-directory.ts";
import { proposeForProvider } from "./propose-provider.ts";
import { duration, settingKey } from "./settings.ts";

/** Name of the secret that stands for the mail server's password, which no server shows. */
export const MAIL_SECRET = "smtp";

/**
 * The edit that says the difference; undefined where a spec has no word for it. Whether the spec takes the
 * value is for its own rules to say.
 */
export function propose({ segments, kind, to }: Difference, live: RealmModel | undefined): Edit | undefined {
  const [key, part, ...rest] = segments;
  if (live === undefined || key === undefined || part === undefined) return undefined;
  // Of a covered value nobody knows what it was.
  if (isCovered(JSON.stringify(to))) return undefined;
  const found = proposeBelow(part, rest, { kind, to, live });
  return found === undefined ? undefined : { ...found, path: [key as RealmKey, ...found.path] };
}

interface Found {
  readonly kind: Difference["kind"];
  readonly to: Value;
  readonly live: RealmModel;
}

type Rest = readonly string[];

/** As `propose`, with paths below the realm. */
function proposeBelow(part: string, rest: Rest, found: Found): Edit | undefined {
  const { to, live } = found;
  switch (part) {
    case "realm":
      return { path: ["realm"], value: to };
    case "locales":
      return live.locales === null ? undefined : { path: ["locales"], value: { ...live.locales } };
    case "clients":
      return proposeForClient(rest, found);
    case "profile":
      return proposeForProfile(rest, found);
    case "users":
      return proposeForPerson(rest, found);
    case "federations":
      return proposeForDirectory(rest, found, reference);
    case "identityProviders":
      return proposeForProvider(rest, found, reference);
    case "groups":
      return proposeForGroup(rest, found);
    case "smtp":
      if (rest.length === 0 && live.smtp !== null) return { path: ["smtp"], value: mailServer(live.smtp) };
      break;
    case "bruteForce":
      if (!live.bruteForce.enabled)
        return rest[0] === "enabled" ? { path: ["bruteForce"], value: false } : undefined;
      break;
    case "sessions":
      if (rest[0]?.startsWith("offlineSessionMaxLifespan") === true) return proposeOfflineMaximum(live);
  }
  const setting = settingKey([part, ...rest].join("/"));
  // A spec leaves out what is not set; it cannot say so against a preset.
  return setting === undefined || to === null ? undefined : { path: setting.path, value: setting.write(to) };
}

function proposeOfflineMaximum({ sessions }: RealmModel): Edit | undefined {
  return sessions.offlineSessionMaxLifespanEnabled
    ? { path: ["sessions", "offlineMax"], value: duration(sessions.offlineSessionMaxLifespan) }
    : undefined;
}

/** What the other keys' presets depend on; the rest is a difference of its own afterwards. */
function mailServer({ host, from, starttls, ssl, auth }: NonNullable<RealmModel["smtp"]>) {
  return {
    host,
    from,
    ...(starttls ? { starttls } : {}),
    ...(ssl ? { ssl } : {}),
    ...(auth === null
      ? {}
      : { auth: { username: auth.username, password: reference(auth.password, MAIL_SECRET) } }),
  };
}

/** @param name - what a secret is called that no server shows */
function reference(secret: SecretReference, name: string): string {
  if (secret.kind === "hidden") return `\${secret:${name}}`;
  return secret.kind === "vault" ? `\${vault.${secret.name}}` : `\${${secret.kind}:${secret.name}}`;
}

const LISTS = ["redirectUris", "webOrigins", "postLogoutRedirectUris"] as const;

function proposeForClient(
  [role = "", property = "", name]: Rest,
  { kind, to, live }: Found,
): Edit | undefined {
  const path = ["clients", role, property];
  const list = LISTS.find((one) => one === property);
  if (list !== undefined) {
    if (kind === "added") return { path, entry: to };
    return live.clients[role]?.[list].length === 0 ? { path, value: [] } : undefined;
  }
  if (property === "clientId" || property === "name") return to === null ? undefined : { path, value: to };
  if (role !== "app") return undefined;
  if (property === "access") return { path, value: to };
  if (property === "pkce") return to === "S256" ? { path, value: to } : undefined;
  return property === "roles" && kind === "added" && name !== undefined
    ? { path: ["roles"], entry: name }
    : undefined;
}

function proposeForProfile([part, name, property, ...rest]: Rest, { to, live }: Found): Edit | undefined {
  if (part === "unmanagedAttributes") return { path: ["unmanagedAttributes"], value: to };
  const attribute = name === undefined ? undefined : live.profile.attributes[name];
  if (part !== "attributes" || name === undefined || attribute === undefined) return undefined;
  const limit = property === "validations" && rest[0] === "length" ? rest[1] : undefined;
  if (name === "username")
    return limit === undefined ? undefined : { path: ["username", `${limit}Length`], value: Number(to) };
  const path = ["attributes", name];
  switch (property) {
    case undefined:
      return { path, value: {} };
    case "displayName":
    case "multivalued":
      return { path: [...path, property], value: to };
    case "view":
    case "edit":
      return { path: [...path, property], value: attribute[property] };
    case "requiredFor":
      return { path: [...path, "required"], value: attribute.requiredFor.length > 0 };
    default:
      return limit === "max" ? { path: [...path, "maxLength"], value: Number(to) } : undefined;
  }
}

function proposeForPerson([name = "", property, inner]: Rest, { kind, to, live }: Found): Edit | undefined {
  const person = live.users[name];
  if (person === undefined) return undefined;
  const path = ["users", name];
  if (property === undefined) return { path, value: complete(person) };
  if (property === "clientRoles")
    return inner === "app" && kind === "added" ? { path: [...path, "roles"], entry: to } : undefined;
  return property === "enabled" || property === "emailVerified"
    ? { path: [...path, property], value: to }
    : undefined;
}

/** What a person cannot be without, and what attributes there are: some may be required. */
function complete({ firstName, lastName, email, attributes }: UserModel) {
  const named = Object.entries({ firstName, lastName, email }).filter(([, value]) => value !== null);
  const values = Object.entries(attributes).map(([name, list]) => [name, list.length === 1 ? list[0] : list]);
  return {
    ...Object.fromEntries(named),
    ...(values.length === 0 ? {} : { attributes: Object.fromEntries(values) }),
  };
}
