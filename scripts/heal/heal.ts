// Brings a stack's state back to what the server holds, before Pulumi works on it.

import { addressOf } from "../../infra/admin/address.ts";
import type { AdminClient } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { stateFolder } from "../stack/backend.ts";
import { succeedOnStack } from "../stack/pulumi.ts";
import { openStack } from "../stack/workspace.ts";
import { bindToRealms } from "./bind.ts";
import { setAside } from "./cut-state.ts";
import { takeAway } from "./dead-locks.ts";
import { findHealing, type Healing, type Patient } from "./find-healing.ts";
import { findLive, type LiveEntry } from "./live-ids.ts";
import { pastDeadLock } from "./past-dead-lock.ts";
import { type Held, readState } from "./state.ts";
import { takeOver } from "./take-over.ts";
import { counted, realmLines } from "./view.ts";

/**
 * Does what `findHealing` found. The server is only read.
 *
 * @param tell - takes one line for each thing that was done
 * @returns what was done in the end: another than what was found where the server has moved on since
 * @throws Failure `pulumi-failed`, `stack-locked`, `state-unreadable`; the same command, run again, goes on.
 */
export async function heal(
  patient: Patient,
  found: Healing,
  now: Date,
  tell: (line: string) => void,
): Promise<Healing> {
  try {
    await healOnce(patient, found, now, tell);
    return found;
  } catch (error) {
    const isOfPulumi = error instanceof Failure && error.code === "pulumi-failed";
    if (!isOfPulumi || (await areThere(patient.admin, found.unknown))) throw error;
    // Keycloak ends a realm's deletion also where the run that asked for it was killed.
    return heal(patient, await findHealing(patient), now, tell);
  }
}

/** Whether the server still has all of them, as they were found. */
async function areThere(admin: AdminClient, found: readonly LiveEntry[]): Promise<boolean> {
  const live = await findLive(
    admin,
    found.map(({ entry }) => entry),
  );
  return live.length === found.length && live.every(({ id }, index) => id === found[index]?.id);
}

async function healOnce(
  patient: Patient,
  { locks, cut, pending, loose, renamed, gone, unknown }: Healing,
  now: Date,
  tell: (line: string) => void,
): Promise<void> {
  const { workspace, stack, owner } = patient;
  await takeAway(locks, tell);
  if (cut) {
    const backend = stateFolder(workspace.envVars);
    const aside = await setAside(backend, { owner, stack, now });
    tell(`set the unreadable state aside as ${aside}`);
    await openStack(workspace, stack);
  }
  // An import asks the server with the address and the account that the state has, if it has any.
  const isStale = unknown.length > 0 && (await heldIn(patient)).length > 0;
  if (pending > 0 || gone.length > 0 || isStale) {
    await pastDeadLock(patient, tell, () => refresh(patient, renamed));
    if (pending > 0) tell(`cleared ${counted(pending, "operation")} that a run began and never ended`);
    for (const { name } of gone) tell(`took out of the state what is not on the server: ${name}`);
  }
  if (unknown.length > 0) {
    const held = await heldIn(patient);
    await pastDeadLock(patient, tell, () => takeOver(patient, unknown, held));
  }
  if (unknown.length > 0 || loose) await pastDeadLock(patient, tell, () => bindToRealms(patient));
  for (const line of realmLines(unknown)) tell(`took into the state, unchanged on the server: ${line}`);
  if (loose) tell("completed what an import that was ended had left out of the state");
}

/** Asks the server what there is of the state's things. */
async function refresh(patient: Patient, renamed: boolean): Promise<void> {
  const { workspace, stack, admin, signal } = patient;
  const what = `The state of the stack ${stack} could not be refreshed`;
  const words = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"];
  const held = await heldIn(patient);
  // With a program that knows another name of a component Pulumi panics: pulumi/pulumi#21404.
  if (renamed) return void (await succeedOnStack(workspace, stack, words, { signal, what }));
  try {
    // The program brings the address and the account of now.
    await succeedOnStack(workspace, stack, [...words, "--run-program"], { signal, what });
  } catch (error) {
    const here = addressOf(admin.connection);
    const isElsewhere = held.some(({ keycloak = here }) => keycloak !== here);
    if (isElsewhere || !(error instanceof Failure) || error.code !== "pulumi-failed") throw error;
    // It does not run before its secrets are set, which an adoption has no need of.
    await succeedOnStack(workspace, stack, words, { signal, what });
  }
}

async function heldIn({ workspace, stack, signal }: Patient): Promise<readonly Held[]> {
  const read = await readState(workspace, stack, signal);
  return read.kind === "whole" ? read.state.held : [];
}
