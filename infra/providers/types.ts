// What a kind of provider brings: its addresses, its claims, and what has to be set over there.

import type { Explained } from "../model/explained.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { IdentityProviderSpec, ProviderKindName } from "../spec/identity-providers.ts";

/** A provider of a spec, with what is around it. */
export interface Given {
  readonly spec: IdentityProviderSpec;
  readonly alias: string;
  /** Path of the provider in the spec. */
  readonly at: readonly (string | number)[];
  /** The helpdesk's URL. */
  readonly helpdeskUrl: string;
}

/** What the addresses of a provider are. */
export type Endpoints = Pick<
  IdentityProviderModel,
  "issuer" | "authorizationUrl" | "tokenUrl" | "userInfoUrl" | "logoutUrl" | "jwksUrl"
>;

/** A claim that the kind's own default maps, and why. */
export interface ClaimDefault {
  readonly claim: string;
  readonly reason: string;
}

/** What is said of a rendering. */
export interface Registration {
  /** `KEYCLOAK/realms/REALM/broker/ALIAS/endpoint`. */
  readonly redirectUri: string;
  /** Keycloak's address for the way back from a logout over there. */
  readonly logoutUri: string;
  /** `KEYCLOAK/realms/REALM`. */
  readonly realmUrl: string;
  /** Roles of the helpdesk to the values that give them. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly provider: IdentityProviderModel;
}

export interface ProviderKind {
  readonly name: ProviderKindName;
  /** What people call it. */
  readonly title: string;
  readonly providerId: "oidc" | "keycloak-oidc";
  readonly endpoints: (given: Given) => Explained<Endpoints>;
  readonly scopes: readonly string[];
  /** Claims that are mapped beyond those that Keycloak reads by itself. */
  readonly claims: (
    given: Given,
  ) => Readonly<Partial<Record<"email" | "firstName" | "lastName", ClaimDefault>>>;
  /** Claim with groups or roles. */
  readonly rolesClaim: (given: Given) => ClaimDefault;
  /** What a helpdesk needs that talks to it by itself, beyond what Keycloak does. */
  readonly direct: (given: Given) => { readonly userInfoUrl: string | null };
  /** What has to be set over there, in order, as Markdown paragraphs without secrets. */
  readonly steps: (given: Given, registration: Registration) => readonly string[];
}
