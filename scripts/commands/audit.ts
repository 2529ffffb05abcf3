// deskrealm audit SPEC…: what in the realms departs from the policy, in the spec's meaning or on the server.

import { Option } from "commander";
import type { Severity } from "../../infra/policy/types.ts";
import { type Audit, findLive, findMeant } from "../audit/find.ts";
import { sarifLog } from "../audit/sarif.ts";
import { atOrAbove, SEVERITIES } from "../audit/severity.ts";
import { auditJson } from "../audit/view-json.ts";
import { auditText } from "../audit/view-text.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { loadSpecModel, openTarget, type TargetOptions } from "../stack/target.ts";

const FORMATS = ["text", "json", "sarif"] as const;

interface AuditOptions extends TargetOptions {
  readonly live?: boolean;
  readonly format: (typeof FORMATS)[number];
  readonly failOn: Severity;
}

export const registerAudit: Register = (program, context, finish) => {
  program
    .command("audit")
    .description("judge the realms of specs by the policy; exit code 3 where something open is found")
    .argument("<spec...>", "spec files")
    .option("--live", "judge what the server holds, not what the spec means")
    .option("--stack <name>", "take the Keycloak and the variables' values from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "exit code 3 from this severity on")
        .choices(SEVERITIES)
        .default("high"),
    )
    .action(async (specs: string[], options: AuditOptions) =>
      finish(await runAudit(specs, options, context)),
    );
};

/**
 * Shows every finding, accepted ones too.
 *
 * @returns 3 where an open finding weighs as much as `failOn` or more, else 0.
 * @throws Failure `spec-invalid`; AdminFailure where a server cannot be read.
 */
export async function runAudit(
  specs: readonly string[],
  options: AuditOptions,
  context: Context,
): Promise<ExitCode> {
  const today = context.now().toISOString().slice(0, 10);
  const audits: Audit[] = [];
  for (const spec of specs) audits.push(await auditOne(spec, options, today, context));
  context.stdout.write(SHOWN[options.format](audits));
  const open = audits.flatMap(({ findings }) => findings).filter(({ accepted }) => accepted === null);
  return open.some(({ severity }) => atOrAbove(severity, options.failOn)) ? 3 : 0;
}

async function auditOne(
  spec: string,
  options: AuditOptions,
  today: string,
  context: Context,
): Promise<Audit> {
  if (options.live !== true) return findMeant(spec, await loadSpecModel(spec, options, context), today);
  const { loaded, connection } = await openTarget(spec, options, context);
  return findLive(spec, loaded, connection, today, context);
}

const SHOWN = { text: auditText, json: auditJson, sarif: sarifLog } as const;
