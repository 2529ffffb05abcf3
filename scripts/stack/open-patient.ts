// A stack with its configuration and its server, for commands that heal it or bring realms into it.

import type { ConfigMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { AdminClient } from "../../infra/admin/client.ts";
import { resolveConnection } from "../../infra/admin/connection.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { atTime } from "../../infra/model/at-time.ts";
import type { Context } from "../context.ts";
import type { Patient } from "../heal/find-healing.ts";
import { ownerOf } from "./target.ts";
import { openStack, openWorkspace } from "./workspace.ts";

export interface PatientOptions {
  /** Name of the stack. */
  readonly stack: string;
  readonly loaded: LoadedModel;
  /** What the stack's configuration is to say from now on. */
  readonly settings: ConfigMap;
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
  { stack: name, loaded, settings }: PatientOptions,
  context: Context,
  extra: Record<string, string> = {},
): Promise<OpenedPatient> {
  const workspace = await openWorkspace(context, extra);
  const stack = await openStack(workspace, name, true);
  const config = await configure(stack, settings);
  const { env, signal } = context;
  const connection = resolveConnection({ config: (key) => config[`keycloak:${key}`]?.value, env });
  const admin = new AdminClient(connection, { signal });
  const model = atTime(loaded.model, context.now());
  const patient = { workspace, stack: name, owner: ownerOf(name), model, admin, signal };
  return { patient, stack, config };
}

/** The stack's configuration with the settings in it; a file that says them already is not written again. */
async function configure(stack: Stack, settings: ConfigMap): Promise<ConfigMap> {
  const config = await stack.getAllConfig();
  if (Object.entries(settings).every(([key, { value }]) => config[key]?.value === value)) return config;
  await stack.setAllConfig(settings, true);
  return stack.getAllConfig();
}
