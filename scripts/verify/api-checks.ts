// What the helpdesk's own account can do at the Admin API.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { checkLimits } from "./api-limits.ts";
import { type Checks, NotTried, needed, Untrue } from "./check.ts";
import { readSecret } from "./secret.ts";
import type { Subject } from "./subject.ts";

const UP = "bring the service account up to the spec with `up`";

export async function checkApi(
  checks: Checks,
  subject: Pick<Subject, "admin" | "model" | "probe">,
  api: ClientModel,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { admin, model, probe } = subject;
  const realm = model.realm;
  const users = adminPath`/realms/${realm}/users`;
  const client = await checks.try("api-token", `${api.clientId} gets a token with its secret`, async () => {
    const clientSecret = await readSecret(admin, realm, api);
    if (clientSecret === undefined) throw new Untrue(`${api.clientId} has no secret`, UP);
    const credentials = { kind: "client-secret", clientId: api.clientId, clientSecret } as const;
    const own = new AdminClient({ ...admin.connection, realm, credentials }, { signal });
    await told(own.login());
    return own;
  });
  using _ = client;
  const seen = await checks.try("api-users", `${api.clientId} lists users`, async () => {
    const query = { username: probe.username, exact: true };
    const found = await told(needed(client, "api-token").get<UserRepresentation[]>(users, query));
    if (found.length === 0) throw new Untrue("it does not see the probe", UP);
    return found;
  });
  await checks.try("api-manage", `${api.clientId} changes a user`, async () => {
    const own = needed(client, "api-token");
    needed(seen, "api-users");
    const path = `${users}/${encodeURIComponent(probe.id)}`;
    const person = await admin.get<UserRepresentation>(path);
    await told(own.put(path, { ...person, lastName: "Changed" }));
    const { lastName } = await admin.get<UserRepresentation>(path);
    if (lastName !== "Changed") throw new Untrue("the change is not there", UP);
  });
  await checks.try("api-clients", `${api.clientId} lists clients`, async () => {
    const query = { clientId: api.clientId };
    const clients = adminPath`/realms/${realm}/clients`;
    const found = await told(needed(client, "api-token").get<unknown[]>(clients, query));
    if (found.length === 0) throw new Untrue("it does not see itself", UP);
  });
  await checks.try("api-version", `${api.clientId} reads the server's version`, async () => {
    const own = needed(client, "api-token");
    const info = await told(own.get<{ systemInfo?: { version?: string } | null }>("/serverinfo"));
    if (info.systemInfo?.version) return;
    // Since keycloak/keycloak#45903 (seen on 26.7.4) the version goes to those who may manage the realm.
    if ((await rolesOf(own)).includes("view-system"))
      throw new NotTried("this Keycloak shows its version to realm administrators only, view-system or not");
    throw new Untrue("systemInfo is empty: view-system is missing", UP);
  });
  await checkLimits(checks, subject, api, client);
}

/** A refusal with the hint that fits: the call's own is about the account that deskrealm works with. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const refused = error instanceof AdminFailure && error.status >= 400 && error.status < 500;
    throw refused ? new Untrue(error.message, UP) : error;
  }
}

async function rolesOf(client: AdminClient): Promise<readonly string[]> {
  const { resource_access } = decodeJwt<{ resource_access?: Record<string, { roles?: string[] }> }>(
    await client.login(),
  );
  return resource_access?.["realm-management"]?.roles ?? [];
}
