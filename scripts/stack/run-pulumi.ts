// One of Pulumi's operations over its Automation API.

import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { MAX_PARALLEL } from "../../infra/admin/transport.ts";
import { coverUrlPasswords } from "../../infra/diagnostics/cover.ts";
import type { Context } from "../context.ts";

export type Operation = "preview" | "up" | "destroy";

interface Words {
  /** Name of the stack. */
  readonly stack: string;
  readonly refresh: boolean;
  readonly diff: boolean;
}

/**
 * Runs it to its end. A preview and the last word of the others go to stdout, what happens on the way to stderr.
 *
 * @param context.events - takes the engine's events
 * @throws what the Automation API throws
 */
export async function runPulumi(
  operation: Operation,
  stack: Stack,
  { refresh, diff, stack: name }: Words,
  { stdout, stderr, signal, events }: Context & { readonly events: EngineEvent[] },
): Promise<void> {
  const color = "isTTY" in stdout && stdout.isTTY === true ? "always" : "never";
  // What goes wrong with a backend is told with its URL.
  const toStderr = (text: string) => void stderr.write(coverUrlPasswords(text));
  const common = {
    color,
    signal,
    parallel: MAX_PARALLEL,
    onError: toStderr,
    onEvent: (event: EngineEvent) => void events.push(event),
  } as const;
  // A preview is a result; what an operation does on its way is progress.
  if (operation === "preview") {
    await stack.preview({
      ...common,
      refresh,
      runProgram: true,
      diff,
      onOutput: (text) => void stdout.write(text),
    });
    return;
  }
  const onOutput = toStderr;
  if (operation === "destroy") {
    // The program's protection counts, not the state's, which was written before the realm was named.
    await stack.destroy({ ...common, onOutput, runProgram: true });
    stdout.write(`The realms of the stack ${name} are gone.\n`);
    return;
  }
  await stack.up({ ...common, refresh, runProgram: true, diff, onOutput });
  const { resourceChanges } = events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent ?? {};
  stdout.write(`${changesText(resourceChanges)}\n`);
}

function changesText(changes: Readonly<Partial<Record<string, number>>> | undefined): string {
  const words = Object.entries(changes ?? {}).map(([kind, count]) => `${count} ${kind}`);
  return words.length === 0 ? "nothing to do" : words.join(", ");
}
