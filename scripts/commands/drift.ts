// deskrealm drift [SPEC…]: specs against live servers, with no state; once, or again and again.

import { Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { durationSeconds } from "../../infra/spec/fields.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { checkAll, exitCodeOfAll, type Outcome } from "../drift/check.ts";
import { subjectsOf } from "../drift/subjects.ts";
import { driftDocument, driftView, FORMATS, type Format, failureText } from "../drift/view.ts";
import { type Watch, watch } from "../drift/watch.ts";
import { postJson, webhookUrl } from "../drift/webhook.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";

export interface DriftOptions {
  readonly all?: boolean;
  readonly stack?: string;
  readonly unmanaged?: boolean;
  readonly format: Format;
  readonly watch?: boolean;
  /** Seconds between two rounds. */
  readonly every: number;
  readonly webhook?: string;
  readonly var?: Record<string, string>;
}

export const registerDrift: Register = (program, context, finish) => {
  program
    .command("drift")
    .description("show how servers differ from specs, without any state; exit code 3 where one does")
    .argument("[spec...]", "spec files, each with every stack that names it")
    .option("--all", "every stack in stacks/")
    .option("--stack <name>", "only this stack: its Keycloak and its variables' values")
    .option("--unmanaged", "also what a spec does not know of: clients, mappers, admins, flows and the like")
    .addOption(new Option("--format <format>", "how to show it").choices(FORMATS).default("text"))
    .option("--watch", "look again and again, and tell only what has changed; ends by SIGINT")
    .option("--every <time>", "time between two looks, such as 30s, 10m, 1h", everyOf, 600)
    .option("--webhook <url>", "with --watch: post what has changed there, as JSON")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (specs: string[], options: DriftOptions, command: Command) => {
      refuseNonsense(specs, options, command);
      finish(await runDrift(specs, options, context));
    });
};

/** Node's timers go no further than 24 days, and a longer one ends at once. */
const LONGEST_PAUSE = 24 * 86_400;

function everyOf(text: string): number {
  const seconds = durationSeconds(text) ?? 0;
  if (seconds > 0 && seconds <= LONGEST_PAUSE) return seconds;
  throw new InvalidArgumentError("write it like 30s, 10m or 1h, at most 24d.");
}

function refuseNonsense(specs: readonly string[], options: DriftOptions, command: Command): void {
  const { all = false, stack, webhook } = options;
  if (all ? specs.length > 0 || stack !== undefined : specs.length === 0 && stack === undefined)
    command.error("error: name specs, or a stack with --stack, or every stack with --all");
  if (stack !== undefined && specs.length > 1) command.error("error: --stack goes with one spec");
  if (webhook !== undefined && options.watch !== true) command.error("error: --webhook goes with --watch");
  if (webhook !== undefined && webhookUrl(webhook) === undefined)
    command.error("error: --webhook takes an http or https URL without a user's name");
}

/**
 * Shows every difference between the specs and their servers.
 *
 * @param pause - waits between two looks
 * @returns 0 without differences, 3 with; 1 or 2 where a server or a spec could not be read.
 */
export async function runDrift(
  specs: readonly string[],
  options: DriftOptions,
  context: Context,
  pause: Watch["wait"] = pauseFor,
): Promise<ExitCode> {
  const { unmanaged = false, var: variables = {}, format } = options;
  const check = async (stderr: Context["stderr"]) => {
    const quiet = { ...context, stderr };
    return checkAll(await subjectsOf(specs, options.stack, quiet), { unmanaged, variables }, quiet);
  };
  const show = (outcomes: readonly Outcome[]) => {
    context.stderr.write(failureText(outcomes));
    context.stdout.write(driftView(outcomes, format));
  };
  if (options.watch !== true) {
    const outcomes = await check(context.stderr);
    show(outcomes);
    return exitCodeOfAll(outcomes);
  }
  // What a look says on its way is shown with what it finds, and so only where that is new.
  let said: string[] = [];
  const kept = new Writable({ write: (chunk, _, done) => done(void said.push(String(chunk)) as undefined) });
  return watch({
    check: () => {
      said = [];
      return check(kept);
    },
    changed: async (outcomes) => {
      context.stderr.write(`${context.now().toISOString()}\n${said.join("")}`);
      show(outcomes);
      await tell(outcomes, options.webhook, context);
    },
    wait: pause,
    everyMilliseconds: options.every * 1000,
    signal: context.signal,
  });
}

const pauseFor: Watch["wait"] = (milliseconds, signal) => wait(milliseconds, undefined, { signal });

async function tell(
  outcomes: readonly Outcome[],
  webhook: string | undefined,
  { signal, stderr }: Context,
): Promise<void> {
  const url = webhook === undefined ? undefined : webhookUrl(webhook);
  if (url === undefined) return;
  const reason = await postJson(url, driftDocument(outcomes), signal);
  if (reason !== undefined) stderr.write(`warning: the webhook was not told: ${reason}\n`);
}
