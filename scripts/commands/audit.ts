// deskrealm audit SPEC…: what in the realms departs from the policy, in the spec's meaning or on the server.

import { Option } from "commander";
import { AUDIT_FORMATS, type AuditOptions } from "../audit/options.ts";
import { SEVERITIES } from "../audit/severity.ts";
import type { Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";

export const registerAudit: Register = (program, context, finish) => {
  program
    .command("audit")
    .description("judge the realms of specs by the policy; exit code 3 where something open is found")
    .argument("<spec...>", "spec files")
    .option("--live", "judge what the server holds, not what the spec means")
    .option("--stack <name>", "take the Keycloak and the variables' values from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .addOption(new Option("--format <format>", "how to print").choices(AUDIT_FORMATS).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "exit code 3 from this severity on")
        .choices(SEVERITIES)
        .default("high"),
    )
    .action(async (specs: string[], options: AuditOptions) => {
      // The rules are many files, which no other command needs.
      const { runAudit } = await import("../audit/run.ts");
      finish(await runAudit(specs, options, context));
    });
};
