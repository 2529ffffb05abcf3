// `npm run chaos [KILLS]`: a hundred kills, or as many as are asked for, in two worlds side by side, and what
// came of each.

import { chaos, type Outcome } from "./chaos.ts";
import { openWorld } from "./open-world.ts";

const KILLS = Number(process.argv[2] ?? 100);
/** Half of what a command does is waiting for a server. */
const WORLDS = 2;

const start = performance.now();
await using stack = new AsyncDisposableStack();
const worlds = await Promise.all(Array.from({ length: WORLDS }, openWorld));
for (const world of worlds) stack.use(world);
let number = 0;
const report = (outcome: Outcome) => void process.stdout.write(`${lineOf(outcome, ++number)}\n`);
const all = await Promise.all(
  worlds.map(({ world }, index) => {
    const kills = Math.floor((KILLS + index) / WORLDS);
    return chaos(world, kills, report, index / WORLDS);
  }),
);
const outcomes = all.flat();
const home = outcomes.filter(({ problems }) => problems.length === 0).length;
const minutes = Math.round((performance.now() - start) / 60_000);
const leaks = (await Promise.all(worlds.map((world) => world.leaks()))).flat();
process.stdout.write(
  leaks.length === 0 ? "no secret in anything printed or kept\n" : `${leaks.join("\n")}\n`,
);
process.stdout.write(
  `${home} of ${outcomes.length} got home by the same command, of ${KILLS} asked for, in ${minutes} min\n`,
);
process.exitCode = home === KILLS && leaks.length === 0 ? 0 : 1;

function lineOf({ act, killedAfter, said, healed, problems }: Outcome, number: number): string {
  const end = problems.length === 0 ? "home" : `LOST\n${problems.join("\n")}`;
  const by = healed.length === 0 ? "" : ` (${healed.map((line) => line.replace("healed: ", "")).join("; ")})`;
  return `${String(number).padStart(3)} ${act.padEnd(7)} killed after ${(killedAfter / 1000).toFixed(1)} s, at "${said.slice(0, 90)}": ${end}${by}`;
}
