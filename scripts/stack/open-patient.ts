// A stack with its configuration and its server, for commands that heal it or bring realms into it.

import type { ConfigMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { AdminClient } from "../../infra/admin/client.ts";
import { resolveConnection } from "../../infra/admin/connection.ts";
import { MOVED_TO } from "../../infra/admin/moved.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { atTime } from "../../infra/model/at-time.ts";
import type { Context } from "../context.ts";
import type { Patient } from "../heal/find-healing.ts";
import { tellHealed } from "../heal/view.ts";
import { openPastLocks } from "./open-past-locks.ts";
import { ownerOf } from "./target.ts";
import { type OpenStack, openWorkspace } from "./workspace.ts";

export interface PatientOptions {
  /** Name of the stack. */
  readonly stack: string;
  readonly loaded: LoadedModel;
  /** What the stack's configuration is to say from now on. */
  readonly settings: ConfigMap;
  /** Address at which the person lets the stack's realms be made anew. */
  readonly movedTo: string | undefined;
}

export interface OpenedPatient {
  readonly patient: Patient;
  readonly stack: Stack;
  /** Decrypted. */
  readonly config: ConfigMap;
}

/**
 * Opens the stack, and makes it where there is none. The caller disposes of the admin client.
 *
 * @param extra - environment variables for Pulumi
 */
export async function openPatient(
  { stack: name, loaded, settings, movedTo }: PatientOptions,
  context: Context,
  extra: Record<string, string> = {},
): Promise<OpenedPatient> {
  const workspace = await openWorkspace(context, {
    ...extra,
    ...(movedTo === undefined ? {} : { [MOVED_TO]: movedTo }),
  });
  const owner = ownerOf(name);
  const opened = await openPastLocks({ workspace, stack: name, owner }, tellHealed(context));
  const config = await configure(opened, settings);
  const { env, signal } = context;
  const connection = resolveConnection({ config: (key) => config[`keycloak:${key}`]?.value, env });
  const admin = new AdminClient(connection, { signal });
  const model = atTime(loaded.model, context.now());
  const patient = { workspace, stack: name, owner, model, admin, movedTo, signal };
  return { patient, stack: opened.stack, config };
}

/** The stack's configuration with the settings in it; a file that says them already is not written again. */
async function configure({ stack, config }: OpenStack, settings: ConfigMap): Promise<ConfigMap> {
  if (Object.entries(settings).every(([key, { value }]) => config[key]?.value === value)) return config;
  await stack.setAllConfig(settings, true);
  return stack.getAllConfig();
}
