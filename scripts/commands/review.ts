// `deskrealm review [BASE..HEAD]`: what changes in the realms between two revisions, from committed files
// alone. No Keycloak, no state, no secret, no network.

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Option } from "commander";
import type { Review } from "../../infra/review/types.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { buildReview } from "../review/build.ts";
import { Repository } from "../review/git.ts";
import { resolveRange } from "../review/range.ts";
import { openTree } from "../review/tree.ts";
import { reviewHtml } from "../review/views/html.ts";
import { reviewJson } from "../review/views/json.ts";
import { reviewMarkdown } from "../review/views/markdown.ts";
import { reviewSarif } from "../review/views/sarif.ts";
import { reviewText } from "../review/views/text.ts";

const FORMATS = {
  text: reviewText,
  markdown: reviewMarkdown,
  html: reviewHtml,
  json: reviewJson,
  sarif: reviewSarif,
} as const satisfies Record<string, (review: Review, prefix: string) => string>;

interface ReviewArguments {
  readonly format: keyof typeof FORMATS;
  readonly exitCode?: boolean;
  readonly out?: string;
}

export const registerReview: Register = (program, context, finish) => {
  program
    .command("review")
    .description("show what changes in the realms between two git revisions, from committed files alone")
    .argument("[range]", "BASE..HEAD, BASE...HEAD, or BASE against the working tree (default HEAD)")
    .addOption(new Option("--format <name>", "format").choices(Object.keys(FORMATS)).default("text"))
    .option("--exit-code", "end with exit code 3 where something changes")
    .option("--out <file>", "write to this file")
    .action(async (range: string | undefined, options: ReviewArguments) =>
      finish(await runReview(range, options, context)),
    );
};

async function runReview(
  words: string | undefined,
  options: ReviewArguments,
  context: Context,
): Promise<ExitCode> {
  const repository = await Repository.open(context);
  const range = await resolveRange(words, repository);
  const [base, head] = await Promise.all([
    openTree(repository, range.base),
    openTree(repository, range.head),
  ]);
  // The rules are many files, which no other command needs.
  const { auditExpansion } = await import("../../infra/policy/audit.ts");
  const today = context.now().toISOString().slice(0, 10);
  const review = await buildReview(base, head, (expansion) => auditExpansion(expansion, today));
  const text = FORMATS[options.format](review, repository.prefix);
  if (options.out === undefined) context.stdout.write(text);
  else await writeFile(resolve(context.cwd, options.out), text);
  return options.exitCode === true && review.groups.length > 0 ? 3 : 0;
}
