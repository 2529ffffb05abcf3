// deskrealm check-users SPEC FILE: which people a realm would refuse, before anybody tries to move them.

import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { RealmKey } from "../../infra/model/types.ts";
import { checkTable } from "../check-users/check-table.ts";
import { type CsvOptions, readCsv } from "../check-users/read-csv.ts";
import { csvView } from "../check-users/view-csv.ts";
import { jsonView } from "../check-users/view-json.ts";
import { textView } from "../check-users/view-text.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { loadSpecModel, type TargetOptions } from "../stack/target.ts";

const FORMATS = ["text", "csv", "json"] as const;
/** Findings that a terminal shows; more are counted. */
const SHOWN = 100;

interface CheckUsersOptions extends TargetOptions, CsvOptions {
  readonly realm: RealmKey;
  readonly format: (typeof FORMATS)[number];
  readonly all?: boolean;
}

export const registerCheckUsers: Register = (program, context, finish) => {
  program
    .command("check-users")
    .description(
      "say which people the realm would refuse, and what to change; exit code 3 where there are any",
    )
    .argument("<spec>", "spec file")
    .argument("<file>", "CSV file; its first row names the columns")
    .addOption(
      new Option("--realm <realm>", "where they are to go")
        .choices(["agents", "customers"])
        .makeOptionMandatory(),
    )
    .option(
      "--delimiter <character>",
      "what separates fields; by default what the first row has",
      oneCharacter,
    )
    .option("--encoding <name>", "what the file is, for example windows-1252; by default UTF-8", encodingName)
    .addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("text"))
    .option("--all", `show every finding, and not only the first ${SHOWN}`)
    .option("--stack <name>", "take the variables' values from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, file: string, options: CheckUsersOptions) =>
      finish(await runCheckUsers(spec, file, options, context)),
    );
};

async function runCheckUsers(
  spec: string,
  file: string,
  options: CheckUsersOptions,
  context: Context,
): Promise<ExitCode> {
  const { model, people } = await loadSpecModel(spec, options, context);
  const view = {
    text: () => textView(options.all ? Number.POSITIVE_INFINITY : SHOWN),
    csv: csvView,
    json: jsonView,
  }[options.format]();
  const table = await readCsv(resolve(context.cwd, file), file, options);
  const { findings } = await checkTable(
    table,
    model.realms[options.realm],
    people(options.realm),
    view,
    context,
  );
  return findings > 0 ? 3 : 0;
}

function oneCharacter(text: string): string {
  if ([...text].length === 1 && !/["\r\n]/.test(text)) return text;
  throw new InvalidArgumentError("It is one character, for example ';'.");
}

function encodingName(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw new InvalidArgumentError("It is no encoding's name; try utf-8, windows-1252 or utf-16le.");
  }
}
