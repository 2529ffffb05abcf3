// deskrealm preview | up | destroy SPEC --stack NAME: Pulumi's own operations, over its Automation API.

import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import type { Command } from "commander";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { refuseOtherSpec } from "../stack/refuse-other-spec.ts";
import type { Operation } from "../stack/run-operation.ts";
import { loadSpecModel, recordedPath } from "../stack/target.ts";

interface StackOptions {
  readonly stack: string;
  readonly var?: Record<string, string>;
  readonly refresh?: boolean;
  readonly diff?: boolean;
  readonly allowDestroy?: string[];
}

const DESCRIPTIONS: Readonly<Record<Operation, string>> = {
  preview: "show what up would change",
  up: "make the realms as the spec says",
  destroy: "delete a stack's realms, once each is named",
};

export const registerStackCommands: Register = (program, context, finish) => {
  for (const operation of ["preview", "up", "destroy"] as const) {
    const command = program
      .command(operation)
      .description(DESCRIPTIONS[operation])
      .argument("<spec>", "spec file")
      .requiredOption("--stack <name>", "stack, made at its first use")
      .option("--allow-destroy <realm...>", "let a plan delete these realms and all people in them");
    if (operation !== "destroy") addChangeOptions(command);
    command.action(async (spec: string, options: StackOptions) => {
      finish(await runCommand(operation, spec, options, context));
    });
  }
};

function addChangeOptions(command: Command): void {
  command
    .option("--no-refresh", "trust the state, and do not ask the server what was changed by hand")
    .option("--diff", "show every changed property")
    .option(...VARIABLE_OPTION, collectVariable);
}

async function runCommand(
  operation: Operation,
  spec: string,
  options: StackOptions,
  context: Context,
): Promise<ExitCode> {
  const exists = await hasStackFile(context, options.stack);
  if (exists) await refuseOtherSpec(spec, options.stack, context);
  // All problems of the spec are told before anything is started.
  const named = exists ? { stack: options.stack } : {};
  const loaded = await loadSpecModel(spec, { ...named, var: options.var ?? {} }, context);
  const allowed = (options.allowDestroy ?? []).flatMap((names) => names.split(","));
  refuseUnknownRealms(allowed, loaded);

  const { runOperation } = await import("../stack/run-operation.ts");
  const { refresh = true, diff = false } = options;
  const settings = settingsOf(spec, options, context);
  const all = { stack: options.stack, loaded, settings, allowDestroy: allowed, refresh, diff };
  await runOperation(operation, all, context);
  return 0;
}

async function hasStackFile(context: Context, stack: string): Promise<boolean> {
  const { existsSync } = await import("node:fs");
  const { stackFile } = await import("../stack/stack-file.ts");
  return existsSync(stackFile(context.root, stack));
}

function refuseUnknownRealms(allowed: readonly string[], { model }: LoadedModel): void {
  const realms = Object.values(model.realms).map(({ realm }) => realm);
  const unknown = allowed.filter((name) => !realms.includes(name));
  if (unknown.length === 0) return;
  throw new Failure("realm-unknown", `The spec has no realm ${unknown.join(", ")}.`, {
    hint: `its realms are ${realms.join(" and ")}`,
  });
}

function settingsOf(spec: string, options: StackOptions, context: Context): ConfigMap {
  const variables = Object.entries(options.var ?? {}).map(
    ([name, value]) => [`deskrealm:variables.${name}`, { value }] as const,
  );
  return { "deskrealm:spec": { value: recordedPath(context, spec) }, ...Object.fromEntries(variables) };
}
