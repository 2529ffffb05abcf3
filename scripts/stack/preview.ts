// Pulumi's preview of a stack for programs. It refreshes in memory: neither state nor settings are written.

import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type PreviewStep, readPreview } from "../../infra/review/preview.ts";
import { errorLines, runOnStack } from "./pulumi.ts";

/**
 * What `up --refresh` would do to each resource; `null` where there is no such stack yet.
 *
 * @throws Failure `pulumi-failed`
 */
export async function previewSteps(
  workspace: LocalWorkspace,
  stack: string,
  signal: AbortSignal,
): Promise<readonly PreviewStep[] | null> {
  // The Automation API's own preview selects the stack first, for everybody who works in the folder, and
  // keeps no properties' names.
  const run = (...words: readonly string[]) =>
    runOnStack(workspace, stack, ["preview", "--json", ...words], signal);
  const refreshed = await run("--refresh", "--run-program");
  // Of a component that is renamed in the same run: pulumi/pulumi#21404.
  const result = /had not been marked as seen/.test(refreshed.output) ? await run() : refreshed;
  const preview = readDocument(result.stdout);
  if (preview !== undefined && preview.errors.length === 0) return preview.steps;
  if (/no stack named .* found/.test(result.output)) return null;
  // The document holds values of everything, so of it only the errors are told.
  const reason = preview?.errors.join(" ") ?? errorLines(result);
  throw new Failure("pulumi-failed", `pulumi preview of the stack ${stack} failed: ${coverUrls(reason)}`, {
    hint: `run: deskrealm preview SPEC --refresh --stack ${stack}`,
  });
}

/** Undefined where it never came to a plan. */
function readDocument(text: string): ReturnType<typeof readPreview> | undefined {
  try {
    return readPreview(text);
  } catch {
    return undefined;
  }
}
