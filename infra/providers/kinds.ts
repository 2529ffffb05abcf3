// The kinds of providers by name.

import { kindOfProvider, type ProviderKindName } from "../spec/identity-providers.ts";
import { auth0 } from "./auth0.ts";
import { authentik } from "./authentik.ts";
import { entra } from "./entra.ts";
import { keycloak } from "./keycloak.ts";
import { oidc } from "./oidc.ts";
import type { ProviderKind } from "./types.ts";

export const PROVIDERS: Readonly<Record<ProviderKindName, ProviderKind>> = {
  entra,
  auth0,
  authentik,
  keycloak,
  oidc,
};

/** The kind of a provider in a valid spec. */
export function providerKind(alias: string, said: string | undefined): ProviderKind {
  return PROVIDERS[kindOfProvider(alias, said) ?? "oidc"];
}
