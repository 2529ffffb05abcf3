// Pulumi makes no stack where a lock is left of one whose state is gone.

import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { mendAttributes } from "../heal/cut-attributes.ts";
import { deadLocks, type Locked, takeAway } from "../heal/dead-locks.ts";
import { openStack } from "./workspace.ts";

/**
 * Opens a stack, and makes it where there is none. What keeps it from that is taken away: a lock of nobody, and
 * what a killed run left cut short beside the state.
 *
 * @param tell - takes one line for each
 * @throws Failure `stack-locked`, `pulumi-failed`
 */
export async function openPastLocks(patient: Locked, tell: (line: string) => void): Promise<Stack> {
  await mendAttributes(patient, tell);
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
