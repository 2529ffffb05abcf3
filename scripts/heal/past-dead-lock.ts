// Work on a stack whose backend tells of a lock only when it refuses, such as PostgreSQL or a bucket.

import { runOnStack } from "../stack/pulumi.ts";
import type { Patient } from "./find-healing.ts";
import { endText, locksInWords, lockText, refuseHeld } from "./locks.ts";

/**
 * Does the work, and where a process of this machine that is gone still locks the stack, takes its lock away
 * and does the work again.
 *
 * @param tell - takes one line for what was done
 * @throws Failure `stack-locked`, and whatever the work throws
 */
export async function pastDeadLock<T>(
  { workspace, stack, signal }: Pick<Patient, "workspace" | "stack" | "signal">,
  tell: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const locks = locksInWords(wordsOf(error));
    if (locks.length === 0) throw error;
    await refuseHeld(stack, locks);
    await runOnStack(workspace, stack, ["cancel", "--yes"], signal);
    for (const lock of locks) tell(`took away the ${lockText(lock)}: ${endText(lock)}`);
    return work();
  }
}

/** An error's own words and those of what caused it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return `${error.message}\n${wordsOf(error.cause)}`;
}
