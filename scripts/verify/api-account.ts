// The helpdesk's own account at the Admin API, as checks use it.

import { AdminClient } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { type Checks, Untrue } from "./check.ts";
import { readSecret } from "./secret.ts";

/** The hint where the account may not do what it should. */
export const ACCOUNT_UP = "bring the service account up to the spec with `up`";

/** A client with the account's own token; undefined where it gets none. */
export function logInAsApi(
  checks: Checks,
  admin: AdminClient,
  realm: string,
  api: ClientModel,
  signal: AbortSignal | undefined,
): Promise<AdminClient | undefined> {
  return checks.try("api-token", `${api.clientId} gets a token with its secret`, async () => {
    const clientSecret = await readSecret(admin, realm, api);
    if (clientSecret === undefined) throw new Untrue(`${api.clientId} has no secret`, ACCOUNT_UP);
    const credentials = { kind: "client-secret", clientId: api.clientId, clientSecret } as const;
    const own = new AdminClient({ ...admin.connection, realm, credentials }, { signal });
    await told(own.login());
    return own;
  });
}

/** A refusal with the hint that fits: the call's own is about the account that deskrealm works with. */
export async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const refused = error instanceof AdminFailure && error.status >= 400 && error.status < 500;
    throw refused ? new Untrue(error.message, ACCOUNT_UP) : error;
  }
}
