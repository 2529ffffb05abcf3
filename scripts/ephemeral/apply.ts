// The derived spec on the server, by the real engine: an ordinary update where the last run's state and realms are
// whole, and everything anew where they are not. These are test realms.

import { randomBytes } from "node:crypto";
import type { AdminClient } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { connectionAsSettings } from "../../infra/admin/connection-settings.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { helpdesksOf } from "../../infra/model/helpdesks.ts";
import type { EphemeralMark } from "../../infra/model/mark.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import type { FolderStack } from "../stack/folder-stack.ts";
import { deleteNamed, untilNobodyWorks } from "./delete-named.ts";
import type { Derived } from "./derive.ts";
import { forgetKept, type KeptRun, readKept, removeFolder, stackFolder } from "./folder.ts";
import { isOf, readMark } from "./marks.ts";

export interface Application {
  readonly mark: EphemeralMark;
  readonly folder: string;
  readonly derived: Derived;
  readonly connection: Connection;
  /** Whether the server has just begun, with nothing in it. */
  readonly isNew: boolean;
  readonly admin: AdminClient;
  /** What `beginAnew` gave. */
  readonly anew: Promise<NewStack | undefined>;
}

/** A stack without anything in it. */
export interface NewStack {
  readonly stack: FolderStack;
  readonly passphrase: string;
}

/**
 * Makes the stack where no run has left anything whole: it needs no server, so one can be started meanwhile.
 *
 * @throws Failure `pulumi-failed`, `stack-locked` where an update of the last run does not end.
 */
export async function beginAnew(
  folder: string,
  name: string,
  context: Context,
): Promise<NewStack | undefined> {
  return (await readKept(folder)) === undefined ? makeStack(folder, name, context) : undefined;
}

/** @returns what is to be kept, with the passwords of the last run. */
export async function apply(application: Application, context: Context): Promise<KeptRun> {
  const { folder, derived, admin, mark, anew, isNew } = application;
  const { model } = derived.loaded;
  const last = await readKept(folder);
  const shape = shapeOf(application);
  const whole =
    !isNew && last !== undefined && last.shape === shape && (await isWhole(last, model, admin, mark.name));
  // From here on whatever ends this leaves something that is not whole.
  await forgetKept(folder);
  const run = { version: 1, shape, passwords: last?.passwords ?? {} } as const;
  if (whole) {
    const { FolderStack } = await import("../stack/folder-stack.ts");
    const { passphrase, realms } = last;
    const place = { folder: stackFolder(folder), name: mark.name, passphrase };
    await update(await FolderStack.open(place, context), application);
    return { ...run, passphrase, realms };
  }
  const passphrase = await makeAnew(application, anew, context).catch((error: unknown) => {
    // A run that was killed may have left a server behind that was just making them.
    if (!(error instanceof Failure) || !error.message.includes("409 Conflict")) throw error;
    return makeAnew(application, Promise.resolve(undefined), context);
  });
  return { ...run, passphrase, realms: await idsOf(realmNames(model), admin) };
}

async function makeAnew(
  application: Application,
  anew: Promise<NewStack | undefined>,
  context: Context,
): Promise<string> {
  const { folder, admin, mark, isNew } = application;
  if (!isNew) await Promise.all([anew, deleteNamed(admin, mark.name, folder, context)]);
  const { stack, passphrase } = (await anew) ?? (await makeStack(folder, mark.name, context));
  await update(stack, application);
  return passphrase;
}

async function makeStack(folder: string, name: string, context: Context): Promise<NewStack> {
  await untilNobodyWorks(name, folder, context);
  await removeFolder(stackFolder(folder));
  const passphrase = randomBytes(24).toString("base64url");
  // The Automation API takes a while to load, and a refusal does not need it.
  const { FolderStack } = await import("../stack/folder-stack.ts");
  const stack = await FolderStack.make({ folder: stackFolder(folder), name, passphrase }, context);
  return { stack, passphrase };
}

async function update(stack: FolderStack, { mark, derived, connection }: Application): Promise<void> {
  const { env, config } = connectionAsSettings(connection);
  const keycloak = Object.entries(config).map(([key, setting]) => [`keycloak:${key}`, setting] as const);
  await stack.take({
    spec: derived.data,
    variables: derived.variables,
    secrets: derived.secrets,
    settings: {
      ...Object.fromEntries(keycloak),
      // In its place in Pulumi.yaml, which beats the environment.
      "keycloak:clientTimeout": { value: String(connection.timeoutSeconds) },
      // Whole: by its parts, a name such as 42 would become a number.
      "deskrealm:ephemeral": { value: JSON.stringify(mark) },
    },
    env: { ...env, DESKREALM_ALLOW_DESTROY: realmNames(derived.loaded.model).join(",") },
  });
  await stack.up();
}

/** What an update cannot change, or would refuse to: the helpdesks, the realms, and settings that only grow. */
function shapeOf({ derived, connection }: Application): string {
  const { model } = derived.loaded;
  const realms = Object.entries(model.realms).map(([key, { realm }]) => `${key}=${realm}`);
  const settings = Object.keys(connectionAsSettings(connection).config).sort();
  const helpdesks = Object.entries(helpdesksOf(model)).map(([key, { product }]) => `${key}=${product}`);
  return JSON.stringify([model.key, helpdesks, realms, settings]);
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
