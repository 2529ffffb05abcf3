// An audit of several specs: found, shown, and summed up in an exit code.

import type { Context, ExitCode } from "../context.ts";
import { loadSpecModel, openTarget } from "../stack/target.ts";
import { type Audit, findLive, findMeant } from "./find.ts";
import type { AuditOptions } from "./options.ts";
import { sarifLog } from "./sarif.ts";
import { atOrAbove } from "./severity.ts";
import { auditJson } from "./view-json.ts";
import { auditText } from "./view-text.ts";

const SHOWN = { text: auditText, json: auditJson, sarif: sarifLog } as const;

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
