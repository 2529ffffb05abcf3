// A directory of a model as a realm import has it.

import type { FederationModel } from "../../infra/model/federation.ts";
import type { SecretReference } from "../../infra/model/types.ts";

/** Types of Keycloak's components. */
export const USER_STORAGE = "org.keycloak.storage.UserStorageProvider";
export const LDAP_MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";

const SCOPES = { ONE_LEVEL: "1", SUBTREE: "2" } as const;
const TRUSTSTORES = { ALWAYS: "always", ONLY_FOR_LDAPS: "ldapsOnly", NEVER: "never" } as const;

export function directoryComponent(
  model: FederationModel,
  secret: ((reference: SecretReference) => string) | undefined,
) {
  const mappers = Object.entries(model.mappers).map(([name, { type, config }]) => {
    return { name, providerId: type, subComponents: {}, config: listed(config) };
  });
  return {
    name: model.name,
    providerId: "ldap",
    subComponents: { [LDAP_MAPPER]: mappers },
    config: listed(settings(model, secret)),
  };
}

function settings(model: FederationModel, secret: ((reference: SecretReference) => string) | undefined) {
  const { bind, cache } = model;
  return {
    enabled: model.enabled,
    priority: model.priority,
    vendor: model.vendor.toLowerCase(),
    connectionUrl: model.connectionUrl,
    authType: bind === null ? "none" : "simple",
    bindDn: bind?.dn ?? null,
    bindCredential: bind === null ? null : (secret?.(bind.credential) ?? "unknown"),
    usersDn: model.usersDn,
    relativeCreateDn: model.relativeCreateDn,
    usernameLDAPAttribute: model.usernameAttribute,
    rdnLDAPAttribute: model.rdnAttribute,
    uuidLDAPAttribute: model.uuidAttribute,
    userObjectClasses: model.objectClasses.join(", "),
    customUserSearchFilter: model.filter,
    searchScope: SCOPES[model.searchScope],
    startTls: model.startTls,
    useTruststoreSpi: TRUSTSTORES[model.useTruststore],
    connectionPooling: model.connectionPooling,
    connectionTimeout: model.connectTimeout,
    readTimeout: model.readTimeout,
    pagination: model.pagination,
    editMode: model.editMode,
    importEnabled: model.importEnabled,
    syncRegistrations: model.syncRegistrations,
    batchSizeForSync: model.batchSize,
    fullSyncPeriod: model.fullSyncPeriod ?? -1,
    changedSyncPeriod: model.changedSyncPeriod ?? -1,
    cachePolicy: cache.policy,
    evictionDay: cache.evictionDay,
    evictionHour: cache.evictionHour,
    evictionMinute: cache.evictionMinute,
    maxLifespan: cache.maxLifespan,
    trustEmail: model.trustEmail,
    validatePasswordPolicy: model.validatePasswordPolicy,
    usePasswordModifyExtendedOp: model.usePasswordModifyExtendedOp,
    allowKerberosAuthentication: model.kerberos,
    useKerberosForPasswordAuthentication: model.kerberosForPasswords,
    krbPrincipalAttribute: model.kerberosPrincipalAttribute,
    debug: model.debug,
  };
}

/** Keycloak has a list in the place of each value. */
function listed(config: Readonly<Record<string, string | number | boolean | null>>) {
  const there = Object.entries(config).filter(([, value]) => value !== null);
  return Object.fromEntries(there.map(([key, value]) => [key, [String(value)]]));
}
