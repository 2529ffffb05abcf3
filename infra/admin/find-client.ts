// A client by the id that people know it by.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/** The representation of a client, which `clientId` finds exactly; undefined too where the realm is missing. */
export async function findClient(
  client: AdminClient,
  realm: string,
  clientId: string,
): Promise<(ClientRepresentation & { readonly id: string }) | undefined> {
  const found = await client.find<ClientRepresentation[]>(adminPath`/realms/${realm}/clients`, { clientId });
  const exact = found?.find((one) => one.clientId === clientId);
  return exact?.id === undefined ? undefined : { ...exact, id: exact.id };
}
