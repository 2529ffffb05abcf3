// The derived spec on the server, by the real engine: an ordinary update where the last run's state and realms are
// whole, and everything anew where they are not. These are test realms.

import { randomBytes } from "node:crypto";
import type { AdminClient } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { connectionAsSettings } from "../../infra/admin/connection-settings.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { EphemeralMark } from "../../infra/model/mark.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { deleteNamed } from "./delete-named.ts";
import type { Derived } from "./derive.ts";
import { forgetKept, type KeptRun, readKept, removeFolder, stackFolder } from "./folder.ts";
import { isOf, readMark } from "./marks.ts";

export interface Application {
  readonly mark: EphemeralMark;
  readonly folder: string;
  readonly derived: Derived;
  readonly connection: Connection;
  readonly admin: AdminClient;
}

/** @returns what is to be kept, with the passwords of the last run. */
export async function apply(application: Application, context: Context): Promise<KeptRun> {
  const { folder, derived, admin, mark } = application;
  const { model } = derived.loaded;
  const last = await readKept(folder);
  const shape = shapeOf(application);
  const whole = last !== undefined && last.shape === shape && (await isWhole(last, model, admin, mark.name));
  // From here on whatever ends this leaves something that is not whole.
  await forgetKept(folder);
  const run = { version: 1, shape, passwords: last?.passwords ?? {} } as const;
  if (whole) {
    await update(application, last.passphrase, context);
    return { ...run, passphrase: last.passphrase, realms: last.realms };
  }
  const passphrase = await makeAnew(application, context).catch((error: unknown) => {
    // A run that was killed may have left a server behind that was just making them.
    if (!(error instanceof Failure) || !error.message.includes("409 Conflict")) throw error;
    return makeAnew(application, context);
  });
  return { ...run, passphrase, realms: await idsOf(realmNames(model), admin) };
}

async function makeAnew(application: Application, context: Context): Promise<string> {
  const { folder, admin, mark } = application;
  await deleteNamed(admin, mark.name, folder, context);
  await removeFolder(stackFolder(folder));
  const passphrase = randomBytes(24).toString("base64url");
  await update(application, passphrase, context);
  return passphrase;
}

async function update(
  { mark, folder, derived, connection }: Application,
  passphrase: string,
  context: Context,
): Promise<void> {
  // The Automation API takes a while to load, and a refusal does not need it.
  const { FolderStack } = await import("../stack/folder-stack.ts");
  const { env, config } = connectionAsSettings(connection);
  const keycloak = Object.entries(config).map(([key, setting]) => [`keycloak:${key}`, setting] as const);
  const settings = {
    ...Object.fromEntries(keycloak),
    // In its place in Pulumi.yaml, which beats the environment.
    "keycloak:clientTimeout": { value: String(connection.timeoutSeconds) },
    // Whole: by its parts, a name such as 42 would become a number.
    "deskrealm:ephemeral": { value: JSON.stringify(mark) },
  };
  const stack = await FolderStack.open(
    {
      folder: stackFolder(folder),
      name: mark.name,
      spec: derived.data,
      variables: derived.variables,
      secrets: derived.secrets,
      settings,
      env: { ...env, DESKREALM_ALLOW_DESTROY: realmNames(derived.loaded.model).join(",") },
      passphrase,
    },
    context,
  );
  await stack.up();
}

/** What an update cannot change, or would refuse to: the product, the realms, and settings that only grow. */
function shapeOf({ derived, connection }: Application): string {
  const { model } = derived.loaded;
  const realms = Object.entries(model.realms).map(([key, { realm }]) => `${key}=${realm}`);
  const settings = Object.keys(connectionAsSettings(connection).config).sort();
  return JSON.stringify([model.key, model.product, realms, settings]);
}

/** Whether the realms are the ones that the run made, and nobody has left the spec, whom an update would refuse. */
async function isWhole(last: KeptRun, model: Model, admin: AdminClient, name: string): Promise<boolean> {
  const present = await Promise.all(
    Object.values(model.realms).map(async ({ realm, users }) => {
      const found = await readMark(admin, realm);
      if (found === undefined || !isOf(found, name) || found.id !== last.realms[realm]) return false;
      return Object.keys(last.passwords[realm] ?? {}).every((person) => Object.hasOwn(users, person));
    }),
  );
  return present.every(Boolean);
}

async function idsOf(realms: readonly string[], admin: AdminClient): Promise<Record<string, string>> {
  const entries = await Promise.all(
    realms.map(async (realm) => [realm, (await readMark(admin, realm))?.id ?? ""] as const),
  );
  return Object.fromEntries(entries);
}
