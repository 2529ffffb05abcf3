// What a process has taken of the machine: it bears other work beside it better than the clock does.

import { readFile } from "node:fs/promises";

/** Of the clock that /proc counts in, for each second. */
const TICKS = 100;

/** Seconds of all processors, with those that it has started; NaN where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field is the command in brackets and may hold spaces; 14 to 17 are its times and those of
  // children that have ended.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / TICKS;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const below = await Promise.all(children.trim().split(" ").filter(Boolean).map(Number).map(cpuSeconds));
  return text === "" ? Number.NaN : below.reduce((sum, seconds) => sum + seconds, own);
}
