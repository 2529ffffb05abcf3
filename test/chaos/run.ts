// `npm run chaos [KILLS]`: a hundred kills, or as many as are asked for, and what came of each.

import { chaos, type Outcome } from "./chaos.ts";
import { openWorld } from "./open-world.ts";

const KILLS = Number(process.argv[2] ?? 100);

await using world = await openWorld();
const outcomes = await chaos(world.world, KILLS, (outcome, number) =>
  process.stdout.write(`${lineOf(outcome, number)}\n`),
);
const home = outcomes.filter(({ problems }) => problems.length === 0).length;
process.stdout.write(`${home} of ${outcomes.length} got home by the same command\n`);
const leaks = await world.leaks();
process.stdout.write(
  leaks.length === 0 ? "no secret in anything printed or kept\n" : `${leaks.join("\n")}\n`,
);
process.exitCode = home === KILLS && leaks.length === 0 ? 0 : 1;

function lineOf({ act, killedAfter, said, healed, problems }: Outcome, number: number): string {
  const end = problems.length === 0 ? "home" : `LOST\n${problems.join("\n")}`;
  const by = healed.length === 0 ? "" : ` (${healed.map((line) => line.replace("healed: ", "")).join("; ")})`;
  return `${String(number).padStart(3)} ${act.padEnd(7)} killed after ${(killedAfter / 1000).toFixed(1)} s, at "${said.slice(0, 90)}": ${end}${by}`;
}
