// A confidential client's secret, for as long as a check needs it.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { ClientModel } from "../../infra/model/types.ts";

/** `undefined` for a public client, and where there is no such client. */
export async function readSecret(
  admin: AdminClient,
  realm: string,
  client: ClientModel,
): Promise<string | undefined> {
  if (client.access === "public") return undefined;
  const found = await findClient(admin, realm, client.clientId);
  if (found === undefined) return undefined;
  const path = adminPath`/realms/${realm}/clients/${found.id}/client-secret`;
  return (await admin.get<{ value?: string }>(path)).value;
}
