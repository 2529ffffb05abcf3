// deskrealm ldap test|sync|close SPEC: a directory tried from here and by Keycloak, people fetched from it, and
// the end of the time in which Keycloak writes to it.

import { Option } from "commander";
import { AdminClient } from "../../infra/admin/client.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { REALM_KEYS } from "../../infra/spec/layout.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { subjectsOf } from "../drift/subjects.ts";
import { openDirectories } from "../ldap/open-directories.ts";
import { type SyncKind, syncDirectories } from "../ldap/run-sync.ts";
import { testDirectory } from "../ldap/test-directory.ts";
import { hasErrors, hasWarnings, testJson, testText } from "../ldap/view-test.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { openTarget, type TargetOptions } from "../stack/target.ts";

const FORMATS = ["text", "json"] as const;

interface LdapOptions extends TargetOptions {
  readonly realm?: RealmKey;
  readonly format: (typeof FORMATS)[number];
}

interface SyncOptions extends LdapOptions {
  readonly full?: boolean;
  readonly changed?: boolean;
}

export const registerLdap: Register = (program, context, finish) => {
  const ldap = program.command("ldap").description("the directories that people come from");
  const realm = () => new Option("--realm <realm>", "only this realm's").choices(REALM_KEYS);
  const format = () => new Option("--format <format>", "how to print").choices(FORMATS).default("text");
  ldap
    .command("test")
    .description("try a spec's directories from here and through Keycloak; changes nothing")
    .argument("<spec>", "spec file")
    .addOption(realm())
    .addOption(format())
    .option("--stack <name>", "take Keycloak, secrets and variables from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: LdapOptions) => finish(await runTest(spec, options, context)));
  ldap
    .command("sync")
    .description("let Keycloak fetch people, and compare their number with the directory's")
    .argument("<spec>", "spec file")
    .addOption(new Option("--full", "everybody").conflicts("changed"))
    .option("--changed", "whoever is new or has changed since the last time")
    .addOption(realm())
    .addOption(format())
    .option("--stack <name>", "take Keycloak, secrets and variables from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: SyncOptions, command) => {
      if (options.full !== true && options.changed !== true)
        command.error("error: say --full or --changed", { exitCode: 2 });
      const kind: SyncKind = options.changed ? "changed" : "full";
      finish(await runSync(spec, options, kind, context));
    });
  ldap
    .command("close")
    .description("close windows that are over (edit: writable-until), by an up that changes nothing else")
    .argument("[spec]", "spec file, with every stack that names it")
    .option("--all", "every stack in stacks/")
    .option("--stack <name>", "only this stack")
    .action(async (spec: string | undefined, options: CloseOptions, command) => {
      const { all = false, stack } = options;
      if (all ? spec !== undefined || stack !== undefined : spec === undefined && stack === undefined)
        command.error("error: name a spec, or a stack with --stack, or every stack with --all", {
          exitCode: 2,
        });
      const { closeWindows } = await import("../ldap/close-windows.ts");
      const subjects = await subjectsOf(spec === undefined ? [] : [spec], stack, context);
      finish(await closeWindows(subjects, context));
    });
};

interface CloseOptions {
  readonly all?: boolean;
  readonly stack?: string;
}

/** 1 where somebody cannot come, 3 where somebody is to be looked at. */
async function runTest(spec: string, options: LdapOptions, context: Context): Promise<ExitCode> {
  const target = await openTarget(spec, options, context);
  const directories = await openDirectories(spec, target, options.realm, context);
  using admin = new AdminClient(target.connection, { signal: context.signal });
  const results = [];
  for (const directory of directories) results.push(await testDirectory(directory, admin, context.now()));
  context.stdout.write(options.format === "json" ? testJson(results) : testText(results));
  if (hasErrors(results)) return 1;
  return hasWarnings(results) ? 3 : 0;
}

async function runSync(
  spec: string,
  options: SyncOptions,
  kind: SyncKind,
  context: Context,
): Promise<ExitCode> {
  const target = await openTarget(spec, options, context);
  const directories = await openDirectories(spec, target, options.realm, context);
  return syncDirectories(directories, target, { kind, json: options.format === "json" }, context);
}
