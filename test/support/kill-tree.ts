// A process and all that it started, ended at once as `kill -9` of everything does.

import { readdir, readFile } from "node:fs/promises";
import { waitFor } from "../../scripts/servers/ready.ts";
import { identify } from "../../scripts/toolchain/process-identity.ts";

const DEADLINE_MILLISECONDS = 30_000;

/** Returns when none of them is there any more. */
export async function killTree(pid: number): Promise<void> {
  // Stopped first, so that none starts another while the others are looked for.
  signal(pid, "SIGSTOP");
  const all = await descendants(pid);
  for (const one of all) signal(one, "SIGSTOP");
  const everybody = new Set([pid, ...all, ...(await descendants(pid))]);
  for (const one of everybody) signal(one, "SIGKILL");
  const gone = async () =>
    (await Promise.all([...everybody].map(identify))).every((one) => one === undefined);
  if (!(await waitFor(gone, DEADLINE_MILLISECONDS))) throw new Error(`process ${pid} could not be killed`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function descendants(pid: number): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const pairs = await Promise.all(pids.map(async (one) => [one, await parentOf(one)] as const));
  const below = (parent: number): number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

async function parentOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return text === undefined ? undefined : Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
}
