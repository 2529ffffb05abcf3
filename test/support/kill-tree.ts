// The end of a program with everything that it has started, in groups of their own or not.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** `kill -9` of the process and all of its descendants. */
export async function killTree(root: number): Promise<void> {
  const { stdout } = await promisify(execFile)("ps", ["-e", "-o", "pid=,ppid="]);
  const all = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found) found.push(...all.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : [])));
  for (const pid of found) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
}
