// deskrealm check SPEC…: everything that is wrong with specs, at once.

import { resolve } from "node:path";
import { loadModel, type ModelResult } from "../../infra/load-model.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { variablesOf } from "../stack/stack-file.ts";
import { showCheck } from "../views/check.ts";

interface CheckOptions {
  readonly json?: boolean;
  readonly var?: Record<string, string>;
  readonly stack?: string;
}

export const registerCheck: Register = (program, context, finish) => {
  program
    .command("check")
    .description("show all problems of specs, with file, line and column")
    .argument("<spec...>", "spec files")
    .option("--json", "print JSON")
    .option("--stack <name>", "take the variables' values from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (specs: string[], options: CheckOptions) =>
      finish(await runCheck(specs, options, context)),
    );
};

async function runCheck(
  specs: readonly string[],
  options: CheckOptions,
  context: Context,
): Promise<ExitCode> {
  const values = { variables: await variablesOf(context.root, options), env: context.env };
  const results: ModelResult[] = [];
  for (const spec of specs) results.push(await loadModel(resolve(context.cwd, spec), spec, values));
  showCheck(specs, results, options.json === true, context);
  return results.some(({ value }) => value === undefined) ? 2 : 0;
}
