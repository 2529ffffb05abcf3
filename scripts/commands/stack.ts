// deskrealm preview | up | destroy SPEC --stack NAME: Pulumi's own operations, over its Automation API.

import type { ConfigMap, EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import type { Command } from "commander";
import { MAX_PARALLEL } from "../../infra/admin/transport.ts";
import { coverUrlPasswords } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { refuseDestroy } from "../stack/refuse-destroy.ts";
import { refuseOtherSpec } from "../stack/refuse-other-spec.ts";
import { loadSpecModel, ownerOf, recordedPath } from "../stack/target.ts";

interface StackOptions {
  readonly stack: string;
  readonly var?: Record<string, string>;
  readonly refresh?: boolean;
  readonly diff?: boolean;
  readonly allowDestroy?: string[];
}

type Operation = "preview" | "up" | "destroy";

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
      finish(await runOperation(operation, spec, options, context));
    });
  }
};

function addChangeOptions(command: Command): void {
  command
    .option("--no-refresh", "trust the state, and do not ask the server what was changed by hand")
    .option("--diff", "show every changed property")
    .option(...VARIABLE_OPTION, collectVariable);
}

async function runOperation(
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

  const { openStack, openWorkspace, pulumiFailure } = await import("../stack/workspace.ts");
  const allow = allowed.length === 0 ? {} : { DESKREALM_ALLOW_DESTROY: allowed.join(",") };
  const workspace = await openWorkspace(context, allow as Record<string, string>);
  const stack = await openStack(workspace, options.stack, operation !== "destroy");
  await stack.setAllConfig(settingsOf(spec, options, context), true);
  if (operation === "destroy") {
    await refuseDestroy({ loaded, stack, owner: ownerOf(options.stack), allowed }, context);
  }
  const events: EngineEvent[] = [];
  try {
    await runPulumi(operation, stack, options, context, events);
    return 0;
  } catch (error) {
    if (operation === "preview") throw pulumiFailure("pulumi preview failed", error);
    const { accountFor } = await import("../stack/account-for.ts");
    throw accountFor({ operation, events, model: loaded.model, error }, context);
  }
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

async function runPulumi(
  operation: Operation,
  stack: Stack,
  options: StackOptions,
  context: Context,
  events: EngineEvent[],
): Promise<void> {
  const { stdout, stderr, signal } = context;
  const color = "isTTY" in stdout && stdout.isTTY === true ? "always" : "never";
  const common = {
    color,
    signal,
    parallel: MAX_PARALLEL,
    onError: (text: string) => void stderr.write(coverUrlPasswords(text)),
    onEvent: (event: EngineEvent) => void events.push(event),
  } as const;
  // A preview is a result; what an operation does on its way is progress.
  if (operation === "preview") {
    const { refresh = true, diff = false } = options;
    await stack.preview({ ...common, refresh, diff, onOutput: (text) => void stdout.write(text) });
    return;
  }
  const onOutput = (text: string) => void stderr.write(coverUrlPasswords(text));
  if (operation === "destroy") {
    // The program's protection counts, not the state's, which was written before the realm was named.
    await stack.destroy({ ...common, onOutput, runProgram: true });
    stdout.write(`The realms of the stack ${options.stack} are gone.\n`);
    return;
  }
  const { refresh = true, diff = false } = options;
  const { summary } = await stack.up({ ...common, refresh, diff, onOutput });
  stdout.write(`${changesText(summary.resourceChanges)}\n`);
}

function changesText(changes: Readonly<Partial<Record<string, number>>> | undefined): string {
  const words = Object.entries(changes ?? {}).map(([kind, count]) => `${count} ${kind}`);
  return words.length === 0 ? "nothing to do" : words.join(", ");
}
