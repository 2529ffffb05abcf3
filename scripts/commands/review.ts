// `deskrealm review [BASE..HEAD]`: what changes in the realms between two revisions, from committed files
// alone. No Keycloak, no state, no secret, no network. With `--live`, what `up` would change on the servers.

import { type Command, Option } from "commander";
import type { Context, ExitCode, Register } from "../context.ts";
import { buildReview } from "../review/build.ts";
import { Repository } from "../review/git.ts";
import { resolveRange } from "../review/range.ts";
import { openTree } from "../review/tree.ts";
import { FORMATS, type OutputOptions, writeReview } from "../review/write.ts";

interface ReviewArguments extends OutputOptions {
  readonly live?: boolean;
  readonly all?: boolean;
  readonly stack?: string;
  readonly pulumi: boolean;
}

export const registerReview: Register = (program, context, finish) => {
  program
    .command("review")
    .description("show what changes in the realms between two git revisions, from committed files alone")
    .argument("[range]", "BASE..HEAD, BASE...HEAD, or BASE against the working tree (default HEAD)")
    .argument("[spec...]", "with --live: spec files, each with every stack that names it")
    .option("--live", "show what up would change on the servers, changes by hand included")
    .option("--stack <name>", "with --live: only this stack")
    .option("--all", "with --live: every stack in stacks/")
    .option("--no-pulumi", "with --live: leave Pulumi's own preview out")
    .addOption(new Option("--format <name>", "format").choices(Object.keys(FORMATS)).default("text"))
    .option("--exit-code", "end with exit code 3 where something changes")
    .option("--out <file>", "write to this file")
    .action(
      async (
        first: string | undefined,
        others: readonly string[],
        options: ReviewArguments,
        command: Command,
      ) => {
        const words = first === undefined ? others : [first, ...others];
        refuseNonsense(words, options, command);
        if (options.live !== true) return finish(await runReview(first, options, context));
        // Reading servers takes many files, which a review of committed files does without.
        const { runLive } = await import("../review/live/run.ts");
        finish(await runLive(words, options, context));
      },
    );
};

const isSpec = (word: string): boolean => /\.ya?ml$/.test(word);

function refuseNonsense(
  words: readonly string[],
  { live, all = false, stack, pulumi }: ReviewArguments,
  command: Command,
): void {
  if (live !== true) {
    if (all || stack !== undefined || !pulumi)
      command.error("error: --stack, --all and --no-pulumi go with --live");
    if (words.length > 1) command.error("error: name one range; specs go with --live");
    return;
  }
  const range = words.find((word) => word.includes("..") && !isSpec(word));
  if (range !== undefined)
    command.error(`error: --live takes specs and no range: ${range} has no server to be read from`);
  if (all ? words.length > 0 || stack !== undefined : words.length === 0 && stack === undefined)
    command.error("error: name specs, or a stack with --stack, or every stack with --all");
  if (stack !== undefined && words.length > 1) command.error("error: --stack goes with one spec");
}

async function runReview(
  words: string | undefined,
  options: OutputOptions,
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
  return writeReview(review, repository.prefix, options, context);
}
