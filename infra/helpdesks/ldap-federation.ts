// A directory of the spec as Keycloak's federation and the groups that it needs, each value with its origin.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type { FederationModel } from "../model/federation.ts";
import type { RealmKey, RealmModel } from "../model/types.ts";
import type { LdapSpec } from "../spec/ldap.ts";
import { expandGroups } from "./ldap-groups.ts";
import { expandMappers } from "./ldap-mappers.ts";
import { VENDORS } from "./ldap-vendors.ts";

/** What a realm has beside its directory. */
export interface Beside {
  readonly key: RealmKey;
  /** Client id of the client whose roles people get. */
  readonly clientId: Sourced<string>;
}

const keycloak = <T>(value: T, reason = "Keycloak's default"): Sourced<T> =>
  preset(value, "keycloak", reason);
const ours = <T>(value: T, reason: string): Sourced<T> => preset(value, "deskrealm", reason);

/** The federation and its groups; nothing where the spec names no directory. */
export function expandDirectory(
  ldap: LdapSpec | undefined,
  beside: Beside,
): Explained<Pick<RealmModel, "federations" | "groups">> {
  if (ldap === undefined) return { federations: {}, groups: {} };
  const federation = { ...expandFederation(ldap, beside.key), mappers: expandMappers(ldap, beside) };
  return { federations: { ldap: federation }, groups: expandGroups(ldap, beside.key) };
}

function expandFederation(ldap: LdapSpec, key: RealmKey): Omit<Explained<FederationModel>, "mappers"> {
  const at = [key, "ldap"] as const;
  const vendor = VENDORS[ldap.vendor];
  const preference = <T>(value: T) => keycloak(value, "what Keycloak's console fills in for this vendor");
  const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
  return {
    name: given(ldap.name, ...at, "name") ?? ours("ldap", "one directory needs no other name"),
    enabled: given(ldap.enabled, ...at, "enabled") ?? keycloak(true),
    priority: keycloak(0),
    vendor: given(vendor.vendor, ...at, "vendor") as Sourced<FederationModel["vendor"]>,
    connectionUrl: given([ldap.url].flat().join(" "), ...at, "url") as Sourced<string>,
    bind: expandBind(ldap, at),
    usersDn: given(ldap.users, ...at, "users") as Sourced<string>,
    relativeCreateDn: keycloak(null),
    usernameAttribute: given(ldap.username, ...at, "username") ?? preference(vendor.username),
    rdnAttribute: given(ldap.rdn, ...at, "rdn") ?? preference(vendor.rdn),
    uuidAttribute: given(ldap.uuid, ...at, "uuid") ?? preference(vendor.uuid),
    objectClasses:
      given(ldap.objectClasses, ...at, "objectClasses") ?? ours(vendor.objectClasses, vendor.whyClasses),
    filter:
      given(ldap.filter, ...at, "filter") ??
      (vendor.filter === null
        ? keycloak(null)
        : ours(vendor.filter, "computers have the object class of users too")),
    searchScope:
      given(ldap.scope && SCOPES[ldap.scope], ...at, "scope") ??
      ours("SUBTREE", "people in branches below count too"),
    ...expandConnection(ldap, at),
    connectTimeout:
      given(milliseconds(ldap.timeouts?.connect), ...at, "timeouts", "connect") ??
      ours(5000, "without an end, a directory that is down would hold every login"),
    readTimeout:
      given(milliseconds(ldap.timeouts?.read), ...at, "timeouts", "read") ??
      ours(30_000, "without an end, a directory that hangs would hold every login"),
    pagination: given(ldap.pagination, ...at, "pagination") ?? keycloak(true),
    ...expandEdit(ldap, at),
    importEnabled: given(ldap.import, ...at, "import") ?? keycloak(true),
    syncRegistrations:
      given(ldap.syncRegistrations, ...at, "syncRegistrations") ??
      ours(false, "people are added in the directory"),
    batchSize: given(ldap.sync?.batchSize, ...at, "sync", "batchSize") ?? keycloak(1000),
    fullSyncPeriod:
      given(ldap.sync?.full, ...at, "sync", "full") ?? preset(86_400, "vendor", "the vendor's text"),
    changedSyncPeriod:
      given(ldap.sync?.changed, ...at, "sync", "changed") ?? preset(3600, "vendor", "the vendor's text"),
    cache: expandCache(ldap, at),
    trustEmail: given(ldap.trustEmail, ...at, "trustEmail") ?? keycloak(false),
    validatePasswordPolicy: keycloak(false),
    usePasswordModifyExtendedOp: keycloak(false),
    kerberos: keycloak(false),
    kerberosForPasswords: keycloak(false),
    kerberosPrincipalAttribute: keycloak(vendor.kerberosPrincipal),
    debug: keycloak(false),
  };
}

const SCOPES = { subtree: "SUBTREE", "one-level": "ONE_LEVEL" } as const;

type At = readonly [RealmKey, "ldap"];

function expandBind({ bind }: LdapSpec, at: At): Explained<FederationModel["bind"]> {
  if (bind === "none") return given(null, ...at, "bind") as Sourced<null>;
  return {
    dn: given(bind.dn, ...at, "bind", "dn") as Sourced<string>,
    credential: given(bind.password, ...at, "bind", "password") as Sourced<typeof bind.password>,
  };
}

function expandConnection({ startTls, truststore, pooling }: LdapSpec, at: At) {
  const choice = truststore === undefined ? undefined : truststore === "always" ? "ALWAYS" : "NEVER";
  return {
    startTls: given(startTls, ...at, "startTls") ?? keycloak(false),
    useTruststore: given<"ALWAYS" | "NEVER">(choice, ...at, "truststore") ?? keycloak("ALWAYS" as const),
    connectionPooling:
      given(pooling, ...at, "pooling") ??
      (startTls === true
        ? keycloak(false, "Keycloak refuses StartTLS on connections that stay open")
        : keycloak(true, "what Keycloak's console fills in")),
  };
}

function expandEdit(
  { edit }: LdapSpec,
  at: At,
): Pick<Explained<FederationModel>, "editMode" | "writableUntil"> {
  if (typeof edit === "object") {
    const until = [...at, "edit", "writable-until"] as const;
    return {
      editMode: given("READ_ONLY", ...until) as Sourced<"READ_ONLY">,
      writableUntil: given(edit["writable-until"], ...until) as Sourced<string>,
    };
  }
  const mode = edit === undefined ? undefined : edit === "unsynced" ? "UNSYNCED" : "READ_ONLY";
  return {
    editMode:
      given<"UNSYNCED" | "READ_ONLY">(mode, ...at, "edit") ??
      ours(
        "READ_ONLY",
        "people are changed in the directory, and whoever deletes one in Keycloak does not there",
      ),
    writableUntil:
      edit === undefined ? ours(null, "not in the spec") : (given(null, ...at, "edit") as Sourced<null>),
  };
}

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const POLICIES = {
  default: "DEFAULT",
  "no-cache": "NO_CACHE",
  "evict-daily": "EVICT_DAILY",
  "evict-weekly": "EVICT_WEEKLY",
  "max-lifespan": "MAX_LIFESPAN",
} as const;

function expandCache({ cache, vendor }: LdapSpec, at: At): Explained<FederationModel["cache"]> {
  const none = keycloak(null, "the policy has no use for it");
  const nothing = { evictionDay: none, evictionHour: none, evictionMinute: none, maxLifespan: none };
  if (typeof cache !== "object") {
    const policy =
      given<FederationModel["cache"]["policy"]>(cache && POLICIES[cache], ...at, "cache") ??
      (VENDORS[vendor].cached
        ? keycloak("DEFAULT" as const)
        : ours("NO_CACHE" as const, "whom the directory disables, Keycloak would remember as enabled"));
    return { policy, ...nothing };
  }
  const inCache = [...at, "cache"] as const;
  const evicts = cache.policy !== "max-lifespan";
  const { day, lifespan } = cache;
  return {
    policy: given(POLICIES[cache.policy], ...inCache, "policy") as Sourced<
      FederationModel["cache"]["policy"]
    >,
    evictionDay: given(day === undefined ? undefined : DAYS.indexOf(day) + 1, ...inCache, "day") ?? none,
    evictionHour:
      given(cache.hour, ...inCache, "hour") ?? (evicts ? ours(3, "at night few people wait") : none),
    evictionMinute:
      given(cache.minute, ...inCache, "minute") ?? (evicts ? ours(0, "at the full hour") : none),
    maxLifespan: given(lifespan === undefined ? undefined : lifespan * 1000, ...inCache, "lifespan") ?? none,
  };
}
