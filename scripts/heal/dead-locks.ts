// Locks in a backend of files that nobody holds any longer.

import { rm } from "node:fs/promises";
import { stateFolder } from "../stack/backend.ts";
import type { Patient } from "./find-healing.ts";
import { type BlankLock, endText, type Lock, locksInFiles, lockText, refuseHeld } from "./locks.ts";

export type Locked = Pick<Patient, "workspace" | "stack" | "owner">;

/**
 * A stack's locks; none where its backend is not of files.
 *
 * @throws Failure `stack-locked` where somebody holds one.
 */
export async function deadLocks({ workspace, stack, owner }: Locked): Promise<(Lock | BlankLock)[]> {
  const backend = stateFolder(workspace.envVars);
  const locks = backend === undefined ? [] : await locksInFiles(backend, owner);
  await refuseHeld(stack, locks);
  return locks;
}

/** Takes locks away, each by its own file: the lock of somebody who came meanwhile stays. */
export async function takeAway(
  locks: readonly (Lock | BlankLock)[],
  tell: (line: string) => void,
): Promise<void> {
  for (const lock of locks) {
    await rm(lock.file ?? "", { force: true });
    tell(`took away the ${lockText(lock)}: ${endText(lock)}`);
  }
}
