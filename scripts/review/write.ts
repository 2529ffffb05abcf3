// A review in the format that was asked for, to where it was asked for.

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Review } from "../../infra/review/types.ts";
import type { Context, ExitCode } from "../context.ts";
import { reviewHtml } from "./views/html.ts";
import { reviewJson } from "./views/json.ts";
import { reviewMarkdown } from "./views/markdown.ts";
import { reviewSarif } from "./views/sarif.ts";
import { reviewText } from "./views/text.ts";

export const FORMATS = {
  text: reviewText,
  markdown: reviewMarkdown,
  html: reviewHtml,
  json: reviewJson,
  sarif: reviewSarif,
} as const satisfies Record<string, (review: Review, prefix: string) => string>;

export interface OutputOptions {
  readonly format: keyof typeof FORMATS;
  readonly exitCode?: boolean;
  /** File, from the working folder. */
  readonly out?: string;
}

/**
 * Writes the review.
 *
 * @param prefix - the project's folder in the repository, with a slash at the end, or nothing
 * @returns 3 where something changes and the exit code was asked to say so, else 0
 */
export async function writeReview(
  review: Review,
  prefix: string,
  options: OutputOptions,
  context: Pick<Context, "cwd" | "stdout">,
): Promise<ExitCode> {
  const text = FORMATS[options.format](review, prefix);
  if (options.out === undefined) context.stdout.write(text);
  else await writeFile(resolve(context.cwd, options.out), text);
  return options.exitCode === true && review.groups.length > 0 ? 3 : 0;
}
