// Directories of a realm and their mappers, as Keycloak's components hold them.

import type ComponentRepresentation from "@keycloak/keycloak-admin-client/lib/defs/componentRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/** Types of components. */
export const USER_STORAGE = "org.keycloak.storage.UserStorageProvider";
export const LDAP_MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";

/** A component that a server holds. */
export type Component = ComponentRepresentation & { readonly id: string; readonly name: string };

/** LDAP federations of a realm. */
export async function listFederations(client: AdminClient, realm: string): Promise<Component[]> {
  const found = await client.find<Component[]>(adminPath`/realms/${realm}/components`, {
    type: USER_STORAGE,
  });
  return (found ?? []).filter(({ providerId }) => providerId === "ldap");
}

/** The LDAP federation of that name; undefined too where the realm is gone. */
export async function findFederation(
  client: AdminClient,
  realm: string,
  name: string,
): Promise<Component | undefined> {
  return (await listFederations(client, realm)).find((one) => one.name === name);
}

/** All mappers of a federation. */
export async function listMappers(
  client: AdminClient,
  realm: string,
  federation: string,
): Promise<Component[]> {
  const query = { parent: federation, type: LDAP_MAPPER };
  const found = await client.find<Component[]>(adminPath`/realms/${realm}/components`, query);
  return (found ?? []).toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Keycloak has lists here, of which each is one value. */
export function flatConfig(config: ComponentRepresentation["config"]): Record<string, string> {
  const entries = Object.entries((config ?? {}) as Readonly<Record<string, readonly string[]>>);
  return Object.fromEntries(
    entries.map(([key, values]) => [key, values.join(", ")] as const).filter(([, value]) => value !== ""),
  );
}
