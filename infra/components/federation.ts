// A directory of a realm: the federation and its mappers.

import { UserFederation, type UserFederationArgs } from "@pulumi/keycloak/ldap/userFederation.js";
import type { Realm } from "@pulumi/keycloak/realm.js";
import type * as pulumi from "@pulumi/pulumi";
import type { FederationCache, FederationModel } from "../model/federation.ts";
import type { SecretReference } from "../model/types.ts";
import { goDuration } from "./go-duration.ts";
import { logicalName } from "./logical-name.ts";
import { FederationMappers } from "./own-resources.ts";

interface Context {
  readonly realm: Realm;
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
  /** What mappers name, and what is made without asking the directory. */
  readonly after: readonly pulumi.Resource[];
  readonly protect: boolean;
}

/** Said at the creation alone; where it changes, the plugin would make another federation, without people. */
const AT_CREATION = ["deleteDefaultMappers"] as const;

/**
 * Registers a federation.
 *
 * @param inRealm - options that put a resource into its realm
 */
export function federation(
  path: readonly string[],
  model: FederationModel,
  { realm, resolveSecret, after, protect }: Context,
  inRealm: pulumi.CustomResourceOptions,
): UserFederation {
  const name = logicalName(...path);
  const { bind } = model;
  const registered = new UserFederation(
    name,
    {
      realmId: realm.id,
      ...settings(model),
      ...(bind === null ? {} : { bindDn: bind.dn, bindCredential: resolveSecret(bind.credential) }),
    },
    { ...inRealm, dependsOn: [...after], protect, ignoreChanges: [...AT_CREATION] },
  );
  new FederationMappers(
    logicalName(name, "mappers"),
    {
      realm: realm.id,
      federation: registered.id,
      mappers: Object.entries(model.mappers).map(([mapper, { type, config }]) => {
        return { name: mapper, type, config };
      }),
      without: [
        ...(model.filter === null ? ["customUserSearchFilter"] : []),
        ...(model.relativeCreateDn === null ? ["relativeCreateDn"] : []),
      ],
    },
    { ...inRealm, dependsOn: [...after] },
  );
  return registered;
}

function settings(model: FederationModel): Omit<UserFederationArgs, "realmId"> {
  return {
    name: model.name,
    enabled: model.enabled,
    priority: model.priority,
    vendor: model.vendor,
    connectionUrl: model.connectionUrl,
    usersDn: model.usersDn,
    relativeCreateDn: model.relativeCreateDn ?? "",
    usernameLdapAttribute: model.usernameAttribute,
    rdnLdapAttribute: model.rdnAttribute,
    uuidLdapAttribute: model.uuidAttribute,
    userObjectClasses: [...model.objectClasses],
    customUserSearchFilter: model.filter ?? "",
    searchScope: model.searchScope,
    startTls: model.startTls,
    useTruststoreSpi: model.useTruststore,
    connectionPooling: model.connectionPooling,
    ...(model.connectTimeout === null ? {} : { connectionTimeout: goDuration(model.connectTimeout / 1000) }),
    ...(model.readTimeout === null ? {} : { readTimeout: goDuration(model.readTimeout / 1000) }),
    pagination: model.pagination,
    editMode: model.editMode,
    importEnabled: model.importEnabled,
    syncRegistrations: model.syncRegistrations,
    batchSizeForSync: model.batchSize,
    fullSyncPeriod: model.fullSyncPeriod ?? NEVER,
    changedSyncPeriod: model.changedSyncPeriod ?? NEVER,
    cache: cacheArgs(model.cache),
    trustEmail: model.trustEmail,
    validatePasswordPolicy: model.validatePasswordPolicy,
    usePasswordModifyExtendedOp: model.usePasswordModifyExtendedOp,
    krbPrincipalAttribute: model.kerberosPrincipalAttribute ?? "",
    debug: String(model.debug),
  };
}

/** The plugin's number for a sync that does not happen by itself. */
const NEVER = -1;

function cacheArgs({ policy, evictionDay, evictionHour, evictionMinute, maxLifespan }: FederationCache) {
  return {
    policy,
    ...(evictionDay === null ? {} : { evictionDay }),
    ...(evictionHour === null ? {} : { evictionHour }),
    ...(evictionMinute === null ? {} : { evictionMinute }),
    ...(maxLifespan === null ? {} : { maxLifespan: goDuration(maxLifespan / 1000) }),
  };
}
