// deskrealm preview | up | destroy SPEC --stack NAME: Pulumi's own operations, over its Automation API.

import type { Command } from "commander";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { gatesOf, isNamed } from "../../infra/model/closed.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { MOVED_TO_OPTION } from "../moved-to.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import type { Operation } from "../stack/run-pulumi.ts";
import type { StackSettingsOptions } from "../stack/stack-command.ts";

interface StackOptions extends StackSettingsOptions {
  readonly refresh?: boolean;
  readonly diff?: boolean;
  readonly allowDestroy?: string[];
  readonly open?: string[];
  readonly snapshots?: string;
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
    command.option(...MOVED_TO_OPTION);
    if (operation !== "destroy") addChangeOptions(command);
    if (operation !== "preview")
      command.option("--snapshots <folder>", "keep there what the realms are like now");
    command.action(async (spec: string, options: StackOptions) => {
      finish(await runCommand(operation, spec, options, context));
    });
  }
};

function addChangeOptions(command: Command): void {
  command
    .option(
      "--open <name...>",
      "open what somebody has closed on the server: a realm, person, client or provider",
    )
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
  const { openSpecOnStack } = await import("../stack/stack-command.ts");
  const opened = await openSpecOnStack(spec, options, context);
  const allowDestroy = (options.allowDestroy ?? []).flatMap((names) => names.split(","));
  refuseUnknownRealms(allowDestroy, opened.loaded);
  const open = (options.open ?? []).flatMap((names) => names.split(","));
  refuseUnknownGates(open, opened.loaded);
  const { runOperation } = await import("../stack/run-operation.ts");
  const { refresh = true, diff = false, snapshots } = options;
  await runOperation(operation, { ...opened, allowDestroy, open, refresh, diff, snapshots }, context);
  return 0;
}

function refuseUnknownRealms(allowed: readonly string[], { model }: LoadedModel): void {
  const realms = realmNames(model);
  const unknown = allowed.filter((name) => !realms.includes(name));
  if (unknown.length === 0) return;
  throw new Failure("realm-unknown", `The spec has no realm ${unknown.join(", ")}.`, {
    hint: `its realms are ${realms.join(" and ")}`,
  });
}

function refuseUnknownGates(names: readonly string[], { model }: LoadedModel): void {
  const gates = Object.values(model.realms).flatMap(gatesOf);
  const unknown = names.filter((name) => !gates.some((gate) => isNamed(gate, [name])));
  if (unknown.length === 0) return;
  const meant = suggest(
    unknown[0] ?? "",
    gates.map(({ name }) => name),
  );
  throw new Failure("gate-unknown", `The spec has nothing to open that is called ${unknown.join(", ")}.`, {
    hint:
      meant === undefined
        ? "name a realm, or a person, client, directory or provider of one, as NAME or REALM/NAME"
        : `did you mean ${meant}?`,
  });
}
