// Pulumi's command on one stack, for operations that the Automation API lacks or would select the stack for.

import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type RunResult, run } from "../toolchain/run.ts";

/** Pulumi's command with a stack's folder and environment; only `scripts/stack/` knows the Automation API. */
export type Workspace = LocalWorkspace;

/** A helpdesk's operations take seconds; a server that hangs would take forever. */
const DEADLINE_MILLISECONDS = 10 * 60_000;

/** Runs `pulumi WORDS --stack STACK` to its end, whatever that is. */
export function runOnStack(
  workspace: Workspace,
  stack: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<RunResult> {
  const common = ["--stack", stack, "--color", "never", "--non-interactive"];
  return run(workspace.pulumiCommand.command, [...words, ...common], {
    env: { ...workspace.envVars, PULUMI_SKIP_UPDATE_CHECK: "true" },
    cwd: workspace.workDir,
    signal,
    timeoutMs: DEADLINE_MILLISECONDS,
  });
}

/**
 * The same for an operation that has to succeed.
 *
 * @param what - what did not happen otherwise, for the failure's text
 * @throws Failure `pulumi-failed`
 */
export async function succeedOnStack(
  workspace: Workspace,
  stack: string,
  words: readonly string[],
  { signal, what }: { readonly signal: AbortSignal; readonly what: string },
): Promise<RunResult> {
  const result = await runOnStack(workspace, stack, words, signal);
  if (result.code === 0) return result;
  throw new Failure("pulumi-failed", `${what}: ${coverUrls(errorLines(result))}`, {
    hint: "run the same command again; it goes on from here",
    cause: new Error(result.output),
  });
}

/** What Pulumi called an error, in its own words, on one line. */
export function errorLines({ output }: Pick<RunResult, "output">): string {
  const lines = output.split("\n").filter((line) => line.startsWith("error:"));
  return lines.length === 0 ? "it said nothing more" : lines.join(" ");
}
