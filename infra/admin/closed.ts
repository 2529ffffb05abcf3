// What is closed on a server, though the model has it open.

import type { Gate } from "../model/closed.ts";
import type { AdminClient } from "./client.ts";
import { findFederation, flatConfig } from "./federations.ts";
import { findClient } from "./find-client.ts";
import { findUser } from "./find-user.ts";
import { findProvider } from "./identity-providers.ts";

/**
 * Which of a realm's gates the server has closed; one GET for each but the realm's own.
 *
 * @param enabled - whether the realm itself is, which the caller has read
 */
export async function readClosed(
  client: AdminClient,
  gates: readonly Gate[],
  enabled: boolean,
): Promise<Gate[]> {
  const found = await Promise.all(
    gates.map(async (gate) => ((await isClosed(client, gate, enabled)) ? [gate] : [])),
  );
  return found.flat();
}

async function isClosed(
  client: AdminClient,
  { kind, realm, name }: Gate,
  enabled: boolean,
): Promise<boolean> {
  if (kind === "realm") return !enabled;
  if (kind === "users") return (await findUser(client, realm, name, { brief: true }))?.enabled === false;
  if (kind === "clients") return (await findClient(client, realm, name))?.enabled === false;
  if (kind === "identityProviders") return (await findProvider(client, realm, name))?.enabled === false;
  const federation = await findFederation(client, realm, name);
  return flatConfig(federation?.config)["enabled"] === "false";
}
