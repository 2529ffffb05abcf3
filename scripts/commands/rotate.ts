// deskrealm rotate SPEC CLIENT: a new secret for a client, into the helpdesk's file; the old one stops working.

import { resolve } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { onlyStackOf, type TargetOptions } from "../stack/target.ts";

interface RotateArguments extends TargetOptions {
  readonly out: string;
}

export const registerRotate: Register = (program, context, finish) => {
  program
    .command("rotate")
    .description(
      "give a client a new secret, and write it into the helpdesk's file; the old one stops working",
    )
    .argument("<spec>", "spec file")
    .argument("<client>", "its place, such as agents.api, or its client id")
    .option("--stack <name>", "stack that the realm belongs to; without it, the one that names the spec")
    .option("--out <folder>", "where the helpdesk's files are written", "rendered")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, client: string, options: RotateArguments) => {
      finish(await runRotate(spec, client, options, context));
    });
};

async function runRotate(
  spec: string,
  client: string,
  { out, stack = "", ...options }: RotateArguments,
  context: Context,
): Promise<ExitCode> {
  const name = stack === "" ? await onlyStackOf(spec, context) : stack;
  if (name === undefined)
    throw new Failure(
      "stack-missing",
      `No stack names ${spec}, so the client's realm is not known to be yours.`,
      {
        hint: "add --stack NAME",
      },
    );
  const { openSpecOnStack } = await import("../stack/stack-command.ts");
  const opened = await openSpecOnStack(spec, { ...options, stack: name }, context);
  const { rotate } = await import("../rotate/rotate.ts");
  await rotate({ ...opened, client, folder: resolve(context.cwd, out) }, context);
  return 0;
}
