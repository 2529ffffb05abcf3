// Pulumi makes no stack where a lock is left of one whose state is gone.

import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { deadLocks, type Locked, takeAway } from "../heal/dead-locks.ts";
import { openStack } from "./workspace.ts";

/**
 * Opens a stack, and makes it where there is none. What keeps it from that and is nobody's lock is taken away.
 *
 * @param tell - takes one line for each lock
 * @throws Failure `stack-locked`, `pulumi-failed`
 */
export async function openPastLocks(patient: Locked, tell: (line: string) => void): Promise<Stack> {
  const open = () => openStack(patient.workspace, patient.stack, true);
  try {
    return await open();
  } catch (error) {
    const locks = await deadLocks(patient);
    if (locks.length === 0) throw error;
    await takeAway(locks, tell);
    return open();
  }
}
