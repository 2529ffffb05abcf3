// Commands killed in their middle, each followed by the same command: does it get home, and is nothing lost?

import { setTimeout as delay } from "node:timers/promises";
import { killTree } from "../support/kill-tree.ts";
import { ACTS, type Act, prepare, problemsAfter } from "./acts.ts";
import type { World } from "./world.ts";

/** One kill and what came of it. */
export interface Outcome {
  readonly act: Act["name"];
  /** Milliseconds after the command's start. */
  readonly killedAfter: number;
  /** The last thing that the command had said. */
  readonly said: string;
  /** What the second run healed, in its words. */
  readonly healed: readonly string[];
  /** Milliseconds after which the command ended by itself, where it was not killed. */
  readonly ended?: number;
  /** Empty where it got home. */
  readonly problems: readonly string[];
}

/**
 * Kills `kills` commands at points spread over their whole length, which a first round measures.
 *
 * @param report - is told of each kill
 * @param shift - moves all points by this part of the way from one to the next, for worlds side by side
 */
export async function chaos(
  world: World,
  kills: number,
  report: (outcome: Outcome) => void,
  shift = 0,
): Promise<readonly Outcome[]> {
  const lengths: number[] = [];
  for (const act of ACTS) {
    await prepare(world, act);
    const start = performance.now();
    const { code, text } = await world.project.deskrealm(act.words);
    if (code !== 0) throw new Error(`${act.name} without a kill ended with ${code}:\n${text}`);
    lengths.push(performance.now() - start);
  }
  const rounds = Math.ceil(kills / ACTS.length);
  const outcomes: Outcome[] = [];
  for (let number = 0; outcomes.length < kills; number++) {
    const index = number % ACTS.length;
    const act = ACTS[index] as Act;
    // Each round takes another part of each act; the acts are shifted against each other.
    const round = Math.floor(number / ACTS.length) % rounds;
    const part = (round + (((index + 1) / (ACTS.length + 1) + shift) % 1)) / rounds;
    const outcome = await killOnce(world, act, part * (lengths[index] ?? 0));
    if (outcome.ended !== undefined) {
      // It was at its end before the kill: it is quicker than the first time was, and none was killed.
      lengths[index] = Math.min(outcome.ended, (lengths[index] ?? 0) * 0.9);
      continue;
    }
    outcomes.push(outcome);
    report(outcome);
    if (outcome.problems.length > 0) break;
  }
  return outcomes;
}

async function killOnce(world: World, act: Act, after: number): Promise<Outcome> {
  const model = await prepare(world, act);
  const before = await world.identities(model);
  const start = performance.now();
  const child = world.project.startDeskrealm(act.words);
  const chunks: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(String(chunk)));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  // The point in time is what is tried, so nothing else is waited for.
  await Promise.race([delay(after), ended]);
  const killed = child.exitCode === null && child.signalCode === null;
  const length = performance.now() - start;
  if (killed && child.pid !== undefined) await killTree(child.pid);
  await ended;
  const printed = chunks.join("");
  world.project.said.push(printed);
  const again = await world.project.deskrealm(act.words);
  const healed = again.stderr.split("\n").filter((line) => line.startsWith("healed: "));
  const problems =
    again.code === 0
      ? await problemsAfter(world, act, { model, before })
      : [`the same command ended with ${again.code}:\n${again.text}`];
  const said = printed.trimEnd().split("\n").at(-1)?.trim() ?? "";
  const outcome = { act: act.name, killedAfter: Math.round(after), said, healed, problems };
  return killed ? outcome : { ...outcome, ended: length };
}
