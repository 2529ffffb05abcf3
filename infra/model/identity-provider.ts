// A provider of another company by which people of a realm may log in: Keycloak's OpenID Connect broker with
// nothing left to a default.

import type { MapperModel, SecretReference } from "./types.ts";

/** Keyed by its alias in the realm. */
export interface IdentityProviderModel {
  /** Keycloak's kind of provider: `oidc`, or `keycloak-oidc` for another Keycloak. */
  readonly providerId: string;
  readonly displayName: string | null;
  readonly enabled: boolean;
  /** Not shown on the login page; only who names it gets there. */
  readonly hidden: boolean;
  /** Nobody logs in by it; it can only be linked to an account. */
  readonly linkOnly: boolean;
  readonly storeToken: boolean;
  /** Whether its addresses count as verified. */
  readonly trustEmail: boolean;
  /** `FORCE`: a person is brought up to date at each login; `IMPORT`: at the first alone. */
  readonly syncMode: string;
  /** Alias of the flow for a first login; `null`: the realm's. */
  readonly firstLoginFlow: string | null;
  readonly postLoginFlow: string | null;
  readonly issuer: string | null;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** `null`: it is not asked, and the ID token says all. */
  readonly userInfoUrl: string | null;
  /** Where a logout goes on to; `null`: it ends in Keycloak. */
  readonly logoutUrl: string | null;
  /** Whether Keycloak tells the provider of a logout behind the browser's back. */
  readonly backchannelLogout: boolean;
  readonly validateSignature: boolean;
  /** `null`: its keys are not fetched. */
  readonly jwksUrl: string | null;
  readonly clientId: string;
  /** How Keycloak proves there who it is, for example `client_secret_post`. */
  readonly clientAuthentication: string;
  readonly clientSecret: SecretReference;
  readonly scopes: readonly string[];
  /** `null`: no challenge is sent. */
  readonly pkce: "S256" | "plain" | null;
  /** Further settings by Keycloak's own names; one that is off is not there. */
  readonly settings: Readonly<Record<string, string>>;
  /** All mappers by name. */
  readonly mappers: Readonly<Record<string, MapperModel>>;
}

/** A flow of ours for a first login, keyed by its alias. */
export interface BrokerFlowModel {
  /** Keyed by Keycloak's id of the step. */
  readonly steps: Readonly<Record<string, BrokerStep>>;
}

export interface BrokerStep {
  /** From 1 on. */
  readonly position: number;
  readonly requirement: string;
  readonly config: Readonly<Record<string, string>>;
}
