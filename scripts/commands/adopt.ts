// deskrealm adopt SPEC --stack NAME: realms that exist come under a stack, and nothing is made anew.

import type { Context, ExitCode, Register } from "../context.ts";
import { MOVED_TO_OPTION } from "../moved-to.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import type { StackSettingsOptions } from "../stack/stack-command.ts";

interface AdoptOptions extends StackSettingsOptions {
  readonly from?: string;
  readonly yes?: boolean;
  readonly snapshots?: string;
}

export const registerAdopt: Register = (program, context, finish) => {
  program
    .command("adopt")
    .description(
      "bring realms that exist under a stack, as they are; shows what that means, and does it with --yes",
    )
    .argument("<spec>", "spec file")
    .requiredOption("--stack <name>", "stack, made where there is none")
    .option("--from <stack>", "take them from this stack, which loses them")
    .option("--yes", "do it")
    .option("--snapshots <folder>", "keep there what the realms are like now")
    .option(...MOVED_TO_OPTION)
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: AdoptOptions) => {
      finish(await runAdopt(spec, options, context));
    });
};

async function runAdopt(spec: string, options: AdoptOptions, context: Context): Promise<ExitCode> {
  const { openSpecOnStack } = await import("../stack/stack-command.ts");
  const opened = await openSpecOnStack(spec, options, context);
  const { runAdoption } = await import("../adopt/run.ts");
  return runAdoption(
    { ...opened, from: options.from, snapshots: options.snapshots, yes: options.yes ?? false },
    context,
  );
}
