// Pulumi makes no stack where a lock is left of one whose state is gone.

import { Failure } from "../../infra/diagnostics/failure.ts";
import { mendAttributes } from "../heal/cut-attributes.ts";
import { deadLocks, type Locked, takeAway } from "../heal/dead-locks.ts";
import { locksInWords, lockText, refuseHeld } from "../heal/locks.ts";
import { wordsOf } from "../heal/past-dead-lock.ts";
import { type OpenStack, openStack } from "./workspace.ts";

/**
 * Opens a stack, and makes it where there is none. What keeps it from that is taken away: a lock of nobody, and
 * what a killed run left cut short beside the state.
 *
 * @param tell - takes one line for each
 * @throws Failure `stack-locked`, `pulumi-failed`
 */
export async function openPastLocks(patient: Locked, tell: (line: string) => void): Promise<OpenStack> {
  await mendAttributes(patient, tell);
  const open = () => openStack(patient.workspace, patient.stack);
  try {
    return await open();
  } catch (error) {
    const locks = await deadLocks(patient);
    if (locks.length === 0) throw await lockWithoutState(patient.stack, error);
    await takeAway(locks, tell);
    return open();
  }
}

/**
 * What to throw where the state is not in files: Pulumi cancels nothing of a stack that it does not find.
 *
 * @throws Failure `stack-locked` where somebody holds the lock
 */
async function lockWithoutState(stack: string, error: unknown): Promise<unknown> {
  const words = wordsOf(error);
  const locks = locksInWords(words);
  const [lock] = locks;
  if (lock === undefined) return error;
  await refuseHeld(stack, locks);
  const keys = [...new Set(words.match(/\.pulumi\/locks\/[^\s?]+\.json/g))];
  const likes = keys.map((key) => `key LIKE '%${key.replace(/^.*\//, "")}'`).join(" OR ");
  return new Failure(
    "stack-locked",
    `The backend has no state of the stack ${stack}, and a ${lockText(lock)}: that process is gone, and Pulumi takes no lock away from a stack that it does not find.`,
    {
      hint: `delete ${keys.join(" and ")} with your backend's own means (in PostgreSQL: DELETE FROM pulumi_state WHERE ${likes}); then run the same command again, which rebuilds the state from the server`,
      cause: error,
    },
  );
}
