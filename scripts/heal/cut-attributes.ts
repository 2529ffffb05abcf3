// A backend of files keeps a few words about each state in a file beside it. Where a killed run left that one cut
// short, Pulumi cannot read the whole state, or takes the stack for new and writes over it.

import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { stateFolder } from "../stack/backend.ts";
import { deadLocks, type Locked } from "./dead-locks.ts";

/**
 * Takes such a file away: without it Pulumi reads the state as ever.
 *
 * @param tell - takes one line for each file
 * @throws Failure `stack-locked` where somebody works on the stack, and may be writing it.
 */
export async function mendAttributes(stack: Locked, tell: (line: string) => void): Promise<void> {
  const { workspace, owner } = stack;
  const backend = stateFolder(workspace.envVars);
  if (backend === undefined) return;
  for (const ending of ["json", "json.gz"]) {
    const file = join(backend, ".pulumi/stacks", `${owner}.${ending}.attrs`);
    if (!(await isCut(file))) continue;
    await deadLocks(stack);
    await rm(file, { force: true });
    tell(`took away ${basename(file)}, which was cut short and hid the state`);
  }
}

async function isCut(file: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(file, "utf8"));
    return false;
  } catch (error) {
    return error instanceof SyntaxError;
  }
}
