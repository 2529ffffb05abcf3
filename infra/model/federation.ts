// A directory from which a realm takes its people: Keycloak's LDAP provider with nothing left to a default.

import type { MapperModel, SecretReference } from "./types.ts";

export interface FederationModel {
  /** Name in the console, which identifies it in the realm. */
  readonly name: string;
  readonly enabled: boolean;
  /** Of several federations the one with the lowest number is asked first. */
  readonly priority: number;
  /** Keycloak's kind of directory; it chooses no value here. */
  readonly vendor: "OTHER" | "EDIRECTORY" | "AD" | "RHDS" | "TIVOLI";
  /** One URL, or several separated by spaces, which are tried in their order. */
  readonly connectionUrl: string;
  /** `null`: without a login. */
  readonly bind: Bind | null;
  readonly usersDn: string;
  /** Where new people are put, below `usersDn`; `null`: there itself. */
  readonly relativeCreateDn: string | null;
  readonly usernameAttribute: string;
  readonly rdnAttribute: string;
  readonly uuidAttribute: string;
  /** A person has all of them. */
  readonly objectClasses: readonly string[];
  readonly filter: string | null;
  readonly searchScope: "ONE_LEVEL" | "SUBTREE";
  readonly startTls: boolean;
  /** Whether Keycloak's own truststore decides on the server's certificate. */
  readonly useTruststore: "ALWAYS" | "ONLY_FOR_LDAPS" | "NEVER";
  readonly connectionPooling: boolean;
  /** Milliseconds; `null`: without an end. */
  readonly connectTimeout: number | null;
  /** Milliseconds; `null`: without an end. */
  readonly readTimeout: number | null;
  readonly pagination: boolean;
  /** As it is outside of a window: `atTime` says what it is at a given time. */
  readonly editMode: EditMode;
  /** End of a window in which Keycloak writes to the directory, ISO 8601 with an offset; `null`: none. */
  readonly writableUntil: string | null;
  readonly importEnabled: boolean;
  readonly syncRegistrations: boolean;
  readonly batchSize: number;
  /** `null`: never. */
  readonly fullSyncPeriod: number | null;
  /** `null`: never. */
  readonly changedSyncPeriod: number | null;
  readonly cache: FederationCache;
  /** Whether addresses from the directory count as verified. */
  readonly trustEmail: boolean;
  readonly validatePasswordPolicy: boolean;
  readonly usePasswordModifyExtendedOp: boolean;
  readonly kerberos: boolean;
  readonly kerberosForPasswords: boolean;
  readonly kerberosPrincipalAttribute: string | null;
  /** Whether Kerberos writes into the server's log what it does. */
  readonly debug: boolean;
  /** All mappers by name. */
  readonly mappers: Readonly<Record<string, MapperModel>>;
}

export type EditMode = "READ_ONLY" | "WRITABLE" | "UNSYNCED";

/** The account with which Keycloak asks the directory. */
export interface Bind {
  readonly dn: string;
  readonly credential: SecretReference;
}

/** How long Keycloak remembers people of the directory; `null` where the policy has no use for it. */
export interface FederationCache {
  readonly policy: "DEFAULT" | "EVICT_DAILY" | "EVICT_WEEKLY" | "MAX_LIFESPAN" | "NO_CACHE";
  /** 1: Sunday. */
  readonly evictionDay: number | null;
  readonly evictionHour: number | null;
  readonly evictionMinute: number | null;
  /** Milliseconds. */
  readonly maxLifespan: number | null;
}

/** A group at the top of a realm, by which people of a directory get roles. */
export interface GroupModel {
  /** Client key (`app`) to role names, ascending. */
  readonly clientRoles: Readonly<Record<string, readonly string[]>>;
}
