// Directories and groups of a realm, as its import takes them.

import type { FederationModel } from "../../infra/model/federation.ts";
import type { MapperModel, RealmModel } from "../../infra/model/types.ts";
import { rolesByClientId } from "./client.ts";
import type { SecretOf } from "./secret-of.ts";

type Config = Record<string, readonly string[]>;

/** The groups with their roles. */
export const groupImports = (realm: RealmModel) =>
  Object.entries(realm.groups).map(([name, { clientRoles }]) => ({
    name,
    clientRoles: rolesByClientId(clientRoles, realm),
  }));

/** The federations with their mappers, as components of the realm. */
export function userStorage({ federations }: RealmModel, secret: SecretOf) {
  const components = Object.values(federations).map((federation) => ({
    ...{ name: federation.name, providerId: "ldap", config: federationConfig(federation, secret) },
    subComponents: {
      "org.keycloak.storage.ldap.mappers.LDAPStorageMapper": Object.entries(federation.mappers).map(mapper),
    },
  }));
  return components.length === 0 ? {} : { "org.keycloak.storage.UserStorageProvider": components };
}

const mapper = ([name, { type, config }]: readonly [string, MapperModel]) => ({
  ...{ name, providerId: type, subComponents: {} },
  config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]])),
});

/** What Keycloak keeps of a federation. */
export function federationConfig(federation: FederationModel, secret: SecretOf): Config {
  const { bind, cache } = federation;
  const texts: Record<string, string | number | boolean | null> = {
    enabled: federation.enabled,
    priority: federation.priority,
    vendor: federation.vendor.toLowerCase(),
    connectionUrl: federation.connectionUrl,
    authType: bind === null ? "none" : "simple",
    bindDn: bind?.dn ?? null,
    bindCredential: bind === null ? null : (secret?.(bind.credential) ?? "unknown"),
    usersDn: federation.usersDn,
    relativeCreateDn: federation.relativeCreateDn,
    usernameLDAPAttribute: federation.usernameAttribute,
    rdnLDAPAttribute: federation.rdnAttribute,
    uuidLDAPAttribute: federation.uuidAttribute,
    userObjectClasses: federation.objectClasses.join(", "),
    customUserSearchFilter: federation.filter,
    searchScope: federation.searchScope === "SUBTREE" ? 2 : 1,
    startTls: federation.startTls,
    useTruststoreSpi: { ALWAYS: "always", ONLY_FOR_LDAPS: "ldapsOnly", NEVER: "never" }[
      federation.useTruststore
    ],
    connectionPooling: federation.connectionPooling,
    connectionTimeout: federation.connectTimeout,
    readTimeout: federation.readTimeout,
    pagination: federation.pagination,
    editMode: federation.editMode,
    importEnabled: federation.importEnabled,
    syncRegistrations: federation.syncRegistrations,
    batchSizeForSync: federation.batchSize,
    fullSyncPeriod: federation.fullSyncPeriod ?? -1,
    changedSyncPeriod: federation.changedSyncPeriod ?? -1,
    cachePolicy: cache.policy,
    evictionDay: cache.evictionDay,
    evictionHour: cache.evictionHour,
    evictionMinute: cache.evictionMinute,
    maxLifespan: cache.maxLifespan,
    trustEmail: federation.trustEmail,
    validatePasswordPolicy: federation.validatePasswordPolicy,
    usePasswordModifyExtendedOp: federation.usePasswordModifyExtendedOp,
    allowKerberosAuthentication: federation.kerberos,
    useKerberosForPasswordAuthentication: federation.kerberosForPasswords,
    krbPrincipalAttribute: federation.kerberosPrincipalAttribute,
    debug: federation.debug,
  };
  // Keycloak takes a setting away that is named with nothing.
  const lists = Object.entries(texts).map(([key, value]) => [key, value === null ? [] : [String(value)]]);
  return Object.fromEntries(lists);
}
