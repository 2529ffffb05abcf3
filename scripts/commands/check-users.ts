// deskrealm check-users SPEC FILE, or --from-ldap: which people a realm would refuse, before anybody tries to move them.

import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { REALM_KEYS } from "../../infra/spec/layout.ts";
import { checkTable } from "../check-users/check-table.ts";
import { type CsvOptions, readCsv } from "../check-users/read-csv.ts";
import type { PeopleTable } from "../check-users/types.ts";
import { csvView } from "../check-users/view-csv.ts";
import { jsonView } from "../check-users/view-json.ts";
import { textView } from "../check-users/view-text.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { openDirectories } from "../ldap/open-directories.ts";
import { withPeopleTable } from "../ldap/people-table.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { loadSpecModel, type TargetOptions } from "../stack/target.ts";

const FORMATS = ["text", "csv", "json"] as const;
/** Findings that a terminal shows; more are counted. */
const SHOWN = 100;

interface CheckUsersOptions extends TargetOptions, CsvOptions {
  readonly realm: RealmKey;
  readonly format: (typeof FORMATS)[number];
  readonly all?: boolean;
  readonly fromLdap?: boolean;
}

export const registerCheckUsers: Register = (program, context, finish) => {
  program
    .command("check-users")
    .description(
      "say which people the realm would refuse, and what to change; exit code 3 where there are any",
    )
    .argument("<spec>", "spec file")
    .argument("[file]", "CSV file; its first row names the columns")
    .addOption(
      new Option("--from-ldap", "take the people from the realm's directory").conflicts([
        "delimiter",
        "encoding",
      ]),
    )
    .addOption(
      new Option("--realm <realm>", "where they are to go").choices(REALM_KEYS).makeOptionMandatory(),
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
    .action(async (spec: string, file: string | undefined, options: CheckUsersOptions, command) => {
      if ((file === undefined) !== (options.fromLdap === true))
        command.error("error: name a CSV file or say --from-ldap, one of the two", { exitCode: 2 });
      finish(await runCheckUsers(spec, file, options, context));
    });
};

async function runCheckUsers(
  spec: string,
  file: string | undefined,
  options: CheckUsersOptions,
  context: Context,
): Promise<ExitCode> {
  const loaded = await loadSpecModel(spec, options, context);
  const { model, people } = loaded;
  const view = {
    text: () => textView(options.all ? Number.POSITIVE_INFINITY : SHOWN),
    csv: csvView,
    json: jsonView,
  }[options.format]();
  const check = async (table: PeopleTable): Promise<ExitCode> => {
    const realm = model.realms[options.realm];
    if (realm === undefined) {
      const there = Object.keys(model.realms).join(", ");
      throw new Failure("realm-unknown", `The spec has no realm ${options.realm}.`, {
        hint: `write --realm with one of: ${there}`,
      });
    }
    const { findings } = await checkTable(table, realm, people(options.realm), view, context);
    return findings > 0 ? 3 : 0;
  };
  if (file !== undefined) return check(await readCsv(resolve(context.cwd, file), file, options));
  const [directory] = await openDirectories(spec, { loaded, stack: options.stack }, options.realm, context);
  if (directory === undefined) throw new Error("there are none only where that was refused");
  return withPeopleTable(directory, people(options.realm), check);
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
