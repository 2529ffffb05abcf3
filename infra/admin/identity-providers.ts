// Brokers of a realm with their mappers, as Keycloak holds them.

import type IdentityProviderMapperRepresentation from "@keycloak/keycloak-admin-client/lib/defs/identityProviderMapperRepresentation.js";
import type IdentityProviderRepresentation from "@keycloak/keycloak-admin-client/lib/defs/identityProviderRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/** The library's type lacks what is newer. */
export type ProviderRepresentation = IdentityProviderRepresentation & { readonly hideOnLogin?: boolean };

/** Mapper of a broker on a server. */
export type ProviderMapper = IdentityProviderMapperRepresentation & { readonly id: string };

/** What Keycloak shows of a secret. */
export const MASKED = "**********";

export const providerPath = (realm: string, alias: string): string =>
  adminPath`/realms/${realm}/identity-provider/instances/${alias}`;

/** Undefined too where the realm is gone. */
export function findProvider(
  client: AdminClient,
  realm: string,
  alias: string,
): Promise<ProviderRepresentation | undefined> {
  return client.find<ProviderRepresentation>(providerPath(realm, alias));
}

/** All mappers of a broker, by name. */
export async function listProviderMappers(
  client: AdminClient,
  realm: string,
  alias: string,
): Promise<ProviderMapper[]> {
  const found = await client.get<ProviderMapper[]>(`${providerPath(realm, alias)}/mappers`);
  return found.toSorted((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
}

/** The settings that are on: consoles write "false" and "" for those that nobody chose. */
export function chosenSettings(config: unknown): Record<string, string> {
  const entries = Object.entries((config ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      value === null || value === "" || value === "false" ? [] : [[key, String(value)] as const],
    ),
  );
}
