// What the helpdesk's migration commands live on, done with the helpdesk's own account: a role of the client
// `app` made and read, a person made, given the role and found again. All of it is taken away afterwards.

import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { helpdesksOf, isSeveral, modelOfHelpdesk } from "../../infra/model/helpdesks.ts";
import { PROBE_ATTRIBUTE } from "../../infra/model/mark.ts";
import type { Model, RealmModel } from "../../infra/model/types.ts";
import { ACCOUNT_UP, logInAsApi, told } from "./api-account.ts";
import { type CheckResult, type Checks, needed, Untrue } from "./check.ts";
import { inOwnRealms, type OwnOptions } from "./own-realms.ts";
import {
  describeProbe,
  isStale,
  PREFIX,
  type Probe,
  probeName,
  probeRepresentation,
  sweepProbes,
} from "./probe.ts";
import { refuseWriting } from "./refuse-writing.ts";
import type { VerifyContext } from "./verify-model.ts";

/**
 * Tries it in both realms, side by side.
 *
 * @throws AdminFailure where the server cannot be read at all.
 */
export async function checkMigration(
  model: Model,
  connection: Connection,
  options: OwnOptions,
  { now, signal }: VerifyContext,
): Promise<readonly CheckResult[]> {
  // A helpdesk without an account of its own has no such commands.
  const own = Object.keys(helpdesksOf(model))
    .map((helpdesk) => modelOfHelpdesk(model, helpdesk))
    .filter((one) => !isSeveral(model) || Object.values(one.realms).every(({ clients }) => clients["api"]));
  const all: CheckResult[] = [];
  for (const one of own) all.push(...(await checkOne(one, connection, options, { now, signal })));
  return all;
}

function checkOne(
  model: Model,
  connection: Connection,
  options: OwnOptions,
  { now, signal }: VerifyContext,
): Promise<readonly CheckResult[]> {
  return inOwnRealms(model, connection, options, signal, async (checks, admin, realm) => {
    await sweepProbes(admin, realm.realm, now());
    await sweepRoles(admin, realm, now());
    const [role, person] = [probeName(), describeProbe(realm)];
    try {
      await tryCalls(checks, admin, realm, { role, person, now: now() }, signal);
    } finally {
      // Not with the caller's signal: an interrupted run cleans up, too. By their names, as an answer
      // that was lost may have made them.
      using cleaner = new AdminClient(connection);
      await remove(cleaner, realm, role, person);
    }
  });
}

interface Made {
  readonly role: string;
  readonly person: Omit<Probe, "id">;
  readonly now: Date;
}

async function tryCalls(
  checks: Checks,
  admin: AdminClient,
  model: RealmModel,
  { role, person, now }: Made,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { app, api } = model.clients;
  if (app === undefined || api === undefined) return;
  const { realm } = model;
  const users = adminPath`/realms/${realm}/users`;
  const client = await logInAsApi(checks, admin, realm, api, signal);
  using _ = client;
  const made = await checks.try(
    "migration-role",
    `${api.clientId} makes a role of ${app.clientId} and reads it`,
    async () => {
      const own = needed(client, "api-token");
      const id = (await told(findClient(own, realm, app.clientId)))?.id;
      if (id === undefined) throw new Untrue(`it does not see ${app.clientId}`, ACCOUNT_UP);
      await told(own.post(adminPath`/realms/${realm}/clients/${id}/roles`, probeRole(role, now)));
      const read = await told(
        own.get<RoleRepresentation>(adminPath`/realms/${realm}/clients/${id}/roles/${role}`),
      );
      return { clientId: id, role: read };
    },
  );
  const userId = await checks.try("migration-person", `${api.clientId} makes a person`, async () => {
    const own = needed(client, "api-token");
    await refuseWriting(admin, realm);
    const id = await told(own.post(users, probeRepresentation(person, now)));
    if (id === undefined)
      throw new Untrue("Keycloak named no id for the person", "look into the server's log");
    return id;
  });
  const mappings = (id: string, clientId: string) => `${users}/${id}/role-mappings/clients/${clientId}`;
  const given = await checks.try(
    "migration-assign",
    `${api.clientId} gives the person the role`,
    async () => {
      const { clientId, role: read } = needed(made, "migration-role");
      const id = needed(userId, "migration-person");
      await told(needed(client, "api-token").post(mappings(id, clientId), [read]));
      return true;
    },
  );
  await checks.try("migration-find", `${api.clientId} finds the person again, with the role`, async () => {
    needed(given, "migration-assign");
    const [own, { clientId }] = [needed(client, "api-token"), needed(made, "migration-role")];
    const query = { username: person.username, exact: true };
    const [found] = await told(own.get<UserRepresentation[]>(users, query));
    if (found?.id !== userId) throw new Untrue("it does not see the person", ACCOUNT_UP);
    const roles = await told(own.get<RoleRepresentation[]>(mappings(found?.id ?? "", clientId)));
    if (!roles.some(({ name }) => name === role)) throw new Untrue("the person has no such role", ACCOUNT_UP);
  });
}

function probeRole(name: string, now: Date): RoleRepresentation {
  const description = "Made by a check of deskrealm, and removed by it";
  return { name, description, attributes: { [PROBE_ATTRIBUTE]: [now.toISOString()] } };
}

/** Removes the roles that killed runs have left behind. */
async function sweepRoles(admin: AdminClient, model: RealmModel, now: Date): Promise<void> {
  const roles = await rolesPath(admin, model);
  if (roles === undefined) return;
  const query = { search: PREFIX, briefRepresentation: false };
  for (const { name = "", attributes } of await admin.listAll<RoleRepresentation>(roles, query)) {
    const marks = (attributes as Readonly<Record<string, readonly string[]>> | undefined)?.[PROBE_ATTRIBUTE];
    if (isStale(name, marks?.[0], now)) await admin.delete(`${roles}/${encodeURIComponent(name)}`);
  }
}

async function remove(
  admin: AdminClient,
  model: RealmModel,
  role: string,
  { username }: Made["person"],
): Promise<void> {
  const users = adminPath`/realms/${model.realm}/users`;
  for (const { id = "" } of await admin.get<UserRepresentation[]>(users, { username, exact: true }))
    await admin.delete(`${users}/${id}`);
  const roles = await rolesPath(admin, model);
  if (roles === undefined) return;
  const path = `${roles}/${encodeURIComponent(role)}`;
  if ((await admin.find(path)) !== undefined) await admin.delete(path);
}

async function rolesPath(admin: AdminClient, { realm, clients }: RealmModel): Promise<string | undefined> {
  const app =
    clients["app"] === undefined ? undefined : await findClient(admin, realm, clients["app"].clientId);
  return app === undefined ? undefined : adminPath`/realms/${realm}/clients/${app.id}/roles`;
}
