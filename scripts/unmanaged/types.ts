// What is in our realms and in no spec.

import type { RealmKey } from "../../infra/model/types.ts";

export type UnmanagedKind =
  | "client"
  | "client-scope"
  | "protocol-mapper"
  | "client-role"
  | "client-setting"
  | "realm-role"
  | "group"
  | "identity-provider"
  | "user-federation"
  | "key-provider"
  | "authentication-flow"
  | "required-action"
  | "admin-access"
  | "realm-setting"
  /** There is more than was read. */
  | "not-read";

/** One thing, without the realm that it is in. */
export interface Found {
  readonly kind: UnmanagedKind;
  /** What Keycloak calls it. */
  readonly name: string;
  /** A sentence without a full stop, and without the realm. */
  readonly text: string;
}

export interface Unmanaged extends Found {
  readonly key: RealmKey;
  readonly realm: string;
}
