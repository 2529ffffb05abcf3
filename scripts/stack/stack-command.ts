// What the commands that work on a stack begin with: a spec without errors, and the stack's own spec.

import { existsSync } from "node:fs";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import { MOVED_TO } from "../../infra/admin/moved.ts";
import type { Context } from "../context.ts";
import type { PatientOptions } from "./open-patient.ts";
import { refuseOtherSpec } from "./refuse-other-spec.ts";
import { stackFile } from "./stack-file.ts";
import { loadSpecModel, recordedPath } from "./target.ts";

/** Words of such a command that go into the stack's configuration. */
export interface StackSettingsOptions {
  readonly stack: string;
  readonly var?: Record<string, string>;
  readonly movedTo?: string;
}

/**
 * Reads the spec with the stack's values. Nothing is started before all of its problems are told.
 *
 * @throws Failure `spec-mismatch`, `spec-invalid`
 */
export async function openSpecOnStack(
  spec: string,
  options: StackSettingsOptions,
  context: Context,
): Promise<PatientOptions> {
  const { stack } = options;
  const exists = existsSync(stackFile(context.root, stack));
  if (exists) await refuseOtherSpec(spec, stack, context);
  const named = exists ? { stack } : {};
  const loaded = await loadSpecModel(spec, { ...named, var: options.var ?? {} }, context);
  const { movedTo = context.env[MOVED_TO] } = options;
  return { stack, loaded, settings: settingsOf(spec, options, context), movedTo };
}

function settingsOf(spec: string, options: StackSettingsOptions, context: Context): ConfigMap {
  const variables = Object.entries(options.var ?? {}).map(
    ([name, value]) => [`deskrealm:variables.${name}`, { value }] as const,
  );
  return { "deskrealm:spec": { value: recordedPath(context, spec) }, ...Object.fromEntries(variables) };
}
