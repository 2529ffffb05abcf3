// For one difference of a directory or a group between what a spec means and a server: what to write.

import type { Difference, Value } from "../model/diff.ts";
import type { FederationCache, FederationModel } from "../model/federation.ts";
import type { MapperModel, RealmModel, SecretReference } from "../model/types.ts";
import { ALL, NEVER } from "../spec/ldap-fields.ts";
import type { Edit } from "./edit.ts";
import { groupDnOf, isOfOneGroup, roleOf } from "./mapper-names.ts";
import { duration } from "./settings.ts";

/** Name of the secret that stands for a directory's password, which no server shows. */
export const BIND_SECRET = "bind";

interface Found {
  readonly kind: Difference["kind"];
  readonly to: Value;
  readonly live: RealmModel;
}

type Reference = (secret: SecretReference, name: string) => string;

/** Keys below `ldap` that have the model's value. */
const SAME: Readonly<Record<string, string>> = {
  name: "name",
  enabled: "enabled",
  usernameAttribute: "username",
  rdnAttribute: "rdn",
  uuidAttribute: "uuid",
  filter: "filter",
  startTls: "startTls",
  connectionPooling: "pooling",
  pagination: "pagination",
  importEnabled: "import",
  syncRegistrations: "syncRegistrations",
  trustEmail: "trustEmail",
};

/** As `propose`, with the path below the realm's `federations`. */
export function proposeForDirectory(
  [key = "", property, inner, , setting]: readonly string[],
  { kind, to, live }: Found,
  reference: Reference,
): Edit | undefined {
  const directory = live.federations[key];
  if (key !== "ldap" || directory === undefined) return undefined;
  if (property === undefined) return { path: ["ldap"], value: least(directory, reference) };
  if (property === "mappers") {
    const mapper = directory.mappers[inner ?? ""];
    if (mapper === undefined || kind === "removed") return undefined;
    return setting === undefined ? proposeMapper(mapper, live) : proposeSetting(setting, mapper, directory);
  }
  const same = SAME[property];
  if (same !== undefined) return to === null ? undefined : { path: ["ldap", same], value: to };
  return proposeValue(property, directory);
}

/** What no directory can be without. */
function least({ vendor, connectionUrl, bind, usersDn }: FederationModel, reference: Reference) {
  const urls = connectionUrl.split(/\s+/);
  return {
    vendor: vendor === "AD" ? "active-directory" : "openldap",
    url: urls.length === 1 ? urls[0] : urls,
    bind: bind === null ? "none" : { dn: bind.dn, password: reference(bind.credential, BIND_SECRET) },
    users: usersDn,
  };
}

function proposeValue(property: string, directory: FederationModel): Edit | undefined {
  const at = (...path: string[]) => ["ldap", ...path];
  const { objectClasses, searchScope, useTruststore, editMode, writableUntil } = directory;
  switch (property) {
    case "objectClasses":
      return { path: at("objectClasses"), value: [...objectClasses] };
    case "searchScope":
      return { path: at("scope"), value: searchScope === "SUBTREE" ? "subtree" : "one-level" };
    case "useTruststore":
      if (useTruststore === "ONLY_FOR_LDAPS") return undefined;
      return { path: at("truststore"), value: useTruststore.toLowerCase() };
    case "connectTimeout":
      return seconds(at("timeouts", "connect"), directory.connectTimeout);
    case "readTimeout":
      return seconds(at("timeouts", "read"), directory.readTimeout);
    case "editMode":
      return editMode === "UNSYNCED" ? { path: at("edit"), value: "unsynced" } : undefined;
    case "writableUntil":
      return writableUntil === null
        ? undefined
        : { path: at("edit"), value: { "writable-until": writableUntil } };
    case "batchSize":
      return { path: at("sync", "batchSize"), value: directory.batchSize };
    case "fullSyncPeriod":
      return { path: at("sync", "full"), value: period(directory.fullSyncPeriod) };
    case "changedSyncPeriod":
      return { path: at("sync", "changed"), value: period(directory.changedSyncPeriod) };
    case "cache":
      return { path: at("cache"), value: cacheOf(directory.cache) };
  }
  return undefined;
}

/** A spec has whole seconds, and no wait without an end. */
function seconds(path: string[], milliseconds: number | null): Edit | undefined {
  if (milliseconds === null || milliseconds % 1000 !== 0) return undefined;
  return { path, value: duration(milliseconds / 1000) };
}

const period = (value: number | null): string => (value === null ? NEVER : duration(value));

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function cacheOf({ policy, evictionDay, evictionHour, evictionMinute, maxLifespan }: FederationCache) {
  const name = policy.toLowerCase().replaceAll("_", "-");
  if (policy === "DEFAULT" || policy === "NO_CACHE") return name;
  const parts = {
    day: evictionDay === null ? null : (DAYS[evictionDay - 1] ?? null),
    hour: evictionHour,
    minute: evictionMinute,
    lifespan: maxLifespan === null ? null : duration(maxLifespan / 1000),
  };
  return { policy: name, ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null)) };
}

/** A mapper that no other key brings along. */
function proposeMapper(mapper: MapperModel, live: RealmModel): Edit | undefined {
  const { type, config } = mapper;
  if (type === "user-attribute-ldap-mapper") return proposeSource(mapper);
  const role = roleOf(mapper, live);
  if (role !== undefined) return { path: ["ldap", "roles", role], value: ALL };
  if (type !== "group-ldap-mapper" || isOfOneGroup(mapper)) return undefined;
  const dn = config["groups.dn"] ?? "";
  const filter = config["groups.ldap.filter"];
  return { path: ["ldap", "groups"], value: filter === undefined ? dn : { dn, filter } };
}

function proposeSource({ config }: MapperModel): Edit | undefined {
  const [attribute, source] = [config["user.model.attribute"], config["ldap.attribute"]];
  return attribute === undefined || source === undefined
    ? undefined
    : { path: ["ldap", "attributes", attribute], value: source };
}

function proposeSetting(setting: string, mapper: MapperModel, { vendor }: FederationModel): Edit | undefined {
  if (setting === "ldap.attribute") return proposeSource(mapper);
  const classes = mapper.config["group.object.classes"];
  if (setting === "group.object.classes" && classes !== undefined && vendor !== undefined)
    return { path: ["ldap", "groupClass"], value: classes };
  return undefined;
}

/** As `propose`, with the path below the realm's `groups`: a role and a group that has it. */
export function proposeForGroup(
  [name = "", property, client, ...rest]: readonly string[],
  { kind, to, live }: Found,
): Edit | undefined {
  const dn = groupDnOf(name, live);
  if (dn === undefined || kind !== "added" || rest.length > 0) return undefined;
  if (property !== undefined && client !== "app") return undefined;
  const role = property === undefined ? live.groups[name]?.clientRoles["app"]?.[0] : to;
  return typeof role === "string" ? { path: ["ldap", "roles", role], entry: dn } : undefined;
}
