// What the helpdesk's own account can do at the Admin API, and what it cannot.

import { randomUUID } from "node:crypto";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { type Checks, NotTried, needed, Untrue } from "./check.ts";
import type { Subject } from "./login-checks.ts";
import { readSecret } from "./secret.ts";

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
    await own.login();
    return own;
  });
  using _ = client;
  await checks.try("api-users", `${api.clientId} lists users`, async () => {
    const query = { username: probe.username, exact: true };
    const found = await needed(client, "api-token").get<UserRepresentation[]>(users, query);
    if (found.length === 0) throw new Untrue("it does not see the probe", UP);
  });
  await checks.try("api-manage", `${api.clientId} changes a user`, async () => {
    const path = `${users}/${encodeURIComponent(probe.id)}`;
    const person = await admin.get<UserRepresentation>(path);
    await needed(client, "api-token").put(path, { ...person, lastName: "Changed" });
    const { lastName } = await admin.get<UserRepresentation>(path);
    if (lastName !== "Changed") throw new Untrue("the change is not there", UP);
  });
  await checks.try("api-clients", `${api.clientId} lists clients`, async () => {
    const query = { clientId: api.clientId };
    const found = await needed(client, "api-token").get<unknown[]>(
      adminPath`/realms/${realm}/clients`,
      query,
    );
    if (found.length === 0) throw new Untrue("it does not see itself", UP);
  });
  await checks.try("api-version", `${api.clientId} reads the server's version`, async () => {
    const info = await needed(client, "api-token").get<{ systemInfo?: { version?: string } | null }>(
      "/serverinfo",
    );
    if (info.systemInfo?.version) return;
    // Since keycloak/keycloak#45903 (seen on 26.7.4) the version goes to those who may manage the realm.
    if ((await rolesOf(needed(client, "api-token"))).includes("view-system"))
      throw new NotTried("this Keycloak shows its version to realm administrators only, view-system or not");
    throw new Untrue("systemInfo is empty: view-system is missing", UP);
  });
  await checks.try(
    "api-limits",
    `${api.clientId} cannot make realms or change this one's settings`,
    async () => {
      const own = needed(client, "api-token");
      // Both are asked for with something that cannot be done, so that a yes changes nothing either.
      const nowhere = adminPath`/realms/${realm}/default-groups/${randomUUID()}`;
      await forbidden(() => own.post("/realms", { realm: "" }), "make realms");
      await forbidden(() => own.put(nowhere, {}), "change the realm's settings");
    },
  );
}

async function rolesOf(client: AdminClient): Promise<readonly string[]> {
  const { resource_access } = decodeJwt<{ resource_access?: Record<string, { roles?: string[] }> }>(
    await client.login(),
  );
  return resource_access?.["realm-management"]?.roles ?? [];
}

async function forbidden(attempt: () => Promise<unknown>, what: string): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof AdminFailure && error.status === 403) return;
    if (error instanceof AdminFailure && error.status === 0) throw error;
  }
  throw new Untrue(`it may ${what}`, "take away its roles beyond those in the spec");
}
