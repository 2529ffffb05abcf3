// A preview of an upgrade: input checked, versions tried, shown, and summed up in an exit code.

import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context, ExitCode } from "../context.ts";
import { keycloakChecksum } from "../servers/keycloak-versions.ts";
import { variablesOf } from "../stack/stack-file.ts";
import { loadSpecModel } from "../stack/target.ts";
import { compareVersions } from "../toolchain/versions.ts";
import type { UpgradeOptions } from "./options.ts";
import { type UpgradeReport, upgradeReport } from "./report.ts";
import { upgradeJson } from "./view-json.ts";
import { upgradeMarkdown } from "./view-markdown.ts";
import { upgradeText } from "./view-text.ts";

const SHOWN = { text: upgradeText, markdown: upgradeMarkdown, json: upgradeJson } as const;

/**
 * Shows what the upgrade changes.
 *
 * @returns 3 where something breaks or is to be looked at, 1 where the run was interrupted, else 0.
 * @throws Failure `keycloak-unknown-version`, `upgrade-backwards`, `spec-invalid` before anything is started;
 *   any other where a version could not be tried.
 */
export async function runUpgradePreview(
  spec: string,
  options: UpgradeOptions,
  context: Context,
): Promise<ExitCode> {
  const { from, to, format } = options;
  demandUpgrade(from, to);
  const variables = await variablesOf(context.root, options);
  const loaded = await loadSpecModel(spec, { var: variables }, context);
  const { tryVersions } = await import("./try-versions.ts");
  try {
    const report = upgradeReport(spec, await tryVersions({ loaded, variables, from, to }, context));
    context.stdout.write(SHOWN[format](report));
    return exitCodeOf(report);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    context.stderr.write("Interrupted. What was started has ended, and nothing is left behind.\n");
    return 1;
  }
}

function demandUpgrade(from: string, to: string): void {
  for (const version of [from, to]) keycloakChecksum(version);
  if (compareVersions(from, to) < 0) return;
  throw new Failure("upgrade-backwards", `Keycloak ${to} is not newer than ${from}.`, {
    hint: "Keycloak goes back to an older version only with an older database; name the older one with --from",
  });
}

const exitCodeOf = ({ findings }: UpgradeReport): ExitCode =>
  findings.some(({ weight }) => weight !== "note") ? 3 : 0;
