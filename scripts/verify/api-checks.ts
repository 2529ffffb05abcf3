// What the helpdesk's own account can do at the Admin API.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { logInAsApi, told, ACCOUNT_UP as UP } from "./api-account.ts";
import { checkLimits } from "./api-limits.ts";
import { type Checks, NotTried, needed, Untrue } from "./check.ts";
import type { Subject } from "./subject.ts";

export async function checkApi(
  checks: Checks,
  subject: Pick<Subject, "admin" | "model" | "probe">,
  api: ClientModel,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { admin, model, probe } = subject;
  const realm = model.realm;
  const users = adminPath`/realms/${realm}/users`;
  const client = await logInAsApi(checks, admin, realm, api, signal);
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

async function rolesOf(client: AdminClient): Promise<readonly string[]> {
  const { resource_access } = decodeJwt<{ resource_access?: Record<string, { roles?: string[] }> }>(
    await client.login(),
  );
  return resource_access?.["realm-management"]?.roles ?? [];
}
