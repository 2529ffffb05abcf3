// deskrealm history SPEC: what the realms were like before they were changed, compared, and the way back.

import { relative } from "node:path";
import type { Command } from "commander";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import type { Plain } from "../../infra/export/edit.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { chooseSnapshot, NOW } from "../history/choose.ts";
import { readShelf, type Shelf } from "../history/folder.ts";
import { leadBack } from "../history/lead-back.ts";
import { snapshotSettings } from "../history/settings.ts";
import { compareSides, sideOf } from "../history/sides.ts";
import { compareJson, compareText, json, listJson, listText, skippedText } from "../history/view.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { refuseOtherSpec } from "../stack/refuse-other-spec.ts";
import { variablesOf } from "../stack/stack-file.ts";
import { loadSpecModel, onlyStackOf, ownerOf } from "../stack/target.ts";
import { writeNew } from "../write-new.ts";

interface HistoryOptions {
  readonly stack?: string;
  readonly snapshots?: string;
  readonly diff?: readonly string[];
  readonly spec?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly var?: Record<string, string>;
}

export const registerHistory: Register = (program, context, finish) => {
  program
    .command("history")
    .description(
      "list what the realms were like before each change; compare it, or get the spec that leads back",
    )
    .argument("<spec>", "spec file")
    .option("--stack <name>", "the stack; without it, the one that names the spec")
    .option("--snapshots <folder>", "where the snapshots are, in place of deskrealm:snapshots")
    .option(
      "--diff <snapshots...>",
      `from one to another or to ${NOW}: numbers or ids; exit code 3 where they differ`,
    )
    .option("--spec <snapshot>", "write the spec that leads back to it")
    .option("--out <file>", "with --spec: write it there, and not over another file")
    .option("--json", "for programs")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: HistoryOptions, command: Command) => {
      const { diff, spec: back, out } = options;
      if (diff !== undefined && back !== undefined) command.error("error: name one of --diff and --spec");
      if (diff !== undefined && diff.length > 2) command.error("error: --diff takes one or two snapshots");
      if (out !== undefined && back === undefined) command.error("error: --out goes with --spec");
      finish(await runHistory(spec, options, context));
    });
};

/** What there is to work on. */
interface Subject {
  /** Path of the spec, from the working folder. */
  readonly path: string;
  readonly stack: string;
  readonly owner: string;
  /** The stack's folder for people. */
  readonly folder: string;
  readonly shelf: Shelf;
  readonly options: HistoryOptions;
}

/** @returns 0; with `--diff` 3 where the two differ. */
async function runHistory(path: string, options: HistoryOptions, context: Context): Promise<ExitCode> {
  const stack = options.stack ?? (await onlyStackOf(path, context));
  if (stack === undefined) {
    throw new Failure("stack-missing", `No stack names ${path}.`, {
      hint: `run: deskrealm up ${path} --stack NAME`,
    });
  }
  await refuseOtherSpec(path, stack, context);
  const settings = await snapshotSettings(stack, options.snapshots, context);
  if (settings === undefined) {
    throw new Failure("configuration-missing", `The stack ${stack} keeps no snapshots.`, {
      hint: `choose a folder: pulumi config set deskrealm:snapshots snapshots --stack ${stack}, or --snapshots FOLDER`,
    });
  }
  const owner = ownerOf(stack);
  const shelf = await readShelf(settings.folder, owner);
  const folder = relative(context.cwd, settings.folder) || ".";
  context.stderr.write(skippedText(shelf, context.cwd));
  const subject = { path, stack, owner, folder, shelf, options };
  if (options.diff !== undefined) return compare(subject, options.diff, context);
  if (options.spec !== undefined) return writeSpecOf(subject, options.spec, context);
  context.stdout.write(options.json === true ? listJson(shelf, subject) : listText(shelf, subject));
  return 0;
}

async function compare(subject: Subject, words: readonly string[], context: Context): Promise<ExitCode> {
  const { options } = subject;
  const about = { ...subject, variables: options.var ?? {} };
  const [first = "", second = NOW] = words;
  const compared = compareSides(await sideOf(first, about, context), await sideOf(second, about, context));
  context.stdout.write(options.json === true ? compareJson(compared) : compareText(compared));
  return compared.differences.length === 0 ? 0 : 3;
}

async function writeSpecOf(subject: Subject, word: string, context: Context): Promise<ExitCode> {
  const { path, stack, shelf, options } = subject;
  const snapshot = chooseSnapshot(word, shelf.snapshots);
  const { model, loginRoles, source } = await loadSpecModel(path, { stack, var: options.var ?? {} }, context);
  const variables = await variablesOf(context.root, { stack, var: options.var ?? {} });
  const values = { variables, env: context.env };
  const file = leadBack(snapshot, { model, loginRoles, data: source.data as Plain, values }, path);
  const { text, rest, notes } = file;
  const shown = options.json === true ? json({ snapshot: snapshot.id, spec: text, rest, notes }) : text;
  if (options.out === undefined) context.stdout.write(shown);
  else await writeNew(options.out, shown, context);
  const lines = [
    ...rest.map((line) => `not in the spec: ${line}`),
    ...notes.map((line) => `notice: ${line}`),
  ];
  context.stderr.write(lines.map((line) => `${visible(line)}\n`).join(""));
  return 0;
}
