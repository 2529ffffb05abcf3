// `deskrealm review --live`: looked at, shown, and summed up in an exit code.

import { describeFailure, Failure } from "../../../infra/diagnostics/failure.ts";
import type { Context, ExitCode } from "../../context.ts";
import { exitCodeOf } from "../../exit-code.ts";
import { Repository } from "../git.ts";
import { type OutputOptions, writeReview } from "../write.ts";
import { type LiveOptions, reviewLive } from "./review-live.ts";

/**
 * Reviews the specs' stacks against their servers.
 *
 * @returns 1 or 2 where a helpdesk, or Pulumi's preview of it, could not be looked at; else as `writeReview`
 */
export async function runLive(
  specs: readonly string[],
  options: LiveOptions & OutputOptions,
  context: Context,
): Promise<ExitCode> {
  const { review, failures } = await reviewLive(specs, options, context);
  for (const [helpdesk, failure] of failures) {
    const name = review.helpdesks > 1 ? `${helpdesk}: ` : "";
    context.stderr.write(`${name}${describeFailure(failure)}\n`);
  }
  const code = await writeReview(review, await prefixOf(context), options, context);
  if (failures.length === 0) return code;
  return failures.some(([, failure]) => exitCodeOf(failure) === 1) ? 1 : 2;
}

/** A look at servers needs no repository; within one, paths are its own. */
async function prefixOf(context: Context): Promise<string> {
  try {
    return (await Repository.open(context)).prefix;
  } catch (error) {
    if (error instanceof Failure) return "";
    throw error;
  }
}
