// preview, up and destroy of a stack: what is wrong with its state is healed first, then Pulumi works.

import type { ConfigMap, EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { askServer } from "../../infra/ask-server.ts";
import { OPEN } from "../../infra/model/closed.ts";
import type { Context } from "../context.ts";
import { findHealing, type Healing, isHealthy, type Patient, startReading } from "../heal/find-healing.ts";
import { setFirstPasswords } from "../heal/first-password.ts";
import { heal } from "../heal/heal.ts";
import { pastDeadLock } from "../heal/past-dead-lock.ts";
import { writePreview } from "../heal/preview.ts";
import { tellHealed } from "../heal/view.ts";
import { keepBefore } from "../history/keep.ts";
import { accountFor, Unfinished } from "./account-for.ts";
import { configuredSecrets } from "./configured-secrets.ts";
import { openPatient, type PatientOptions } from "./open-patient.ts";
import { refuseDestroy } from "./refuse-destroy.ts";
import { releaseDirectories } from "./release-directories.ts";
import { type Operation, runPulumi } from "./run-pulumi.ts";
import { pulumiFailure } from "./workspace.ts";

export interface OperationOptions extends PatientOptions {
  /** Realm names that the person has named for deletion. */
  readonly allowDestroy: readonly string[];
  /** What the person opens again, by its name. */
  readonly open: readonly string[];
  /** Whether Pulumi asks the server what was changed by hand. */
  readonly refresh: boolean;
  readonly diff: boolean;
  /** Folder that keeps what the realms are like before; by default the stack's, if it names one. */
  readonly snapshots: string | undefined;
}

/**
 * Runs one operation. Results go to stdout, progress to stderr.
 *
 * @throws Failure for whatever keeps it from its end; the same command, run again, goes on from there.
 */
export async function runOperation(
  operation: Operation,
  options: OperationOptions,
  context: Context,
): Promise<void> {
  const { loaded, allowDestroy, open } = options;
  const said: Record<string, string> = {
    ...(allowDestroy.length === 0 ? {} : { DESKREALM_ALLOW_DESTROY: allowDestroy.join(",") }),
    ...(open.length === 0 ? {} : { [OPEN]: open.join(",") }),
  };
  const opened = await openPatient(options, context, said);
  using admin = opened.patient.admin;
  const { stack, patient, config } = opened;
  const { owner } = patient;
  const reading = startReading(patient);
  await askServer(loaded, owner, admin, allowDestroy);
  if (operation === "destroy") await refuseDestroy({ loaded, admin, owner, allowed: allowDestroy });
  const healing = await findHealing(patient, { reading });
  if (operation === "preview" && !isHealthy(healing)) {
    const planned = await writePreview(patient, healing, context.stdout);
    if (planned) return;
  }
  const work = (refresh = options.refresh) =>
    pastDeadLock(patient, tellHealed(context), () =>
      runOnce(operation, stack, { ...options, refresh }, context),
    );
  // Pulumi panics where it refreshes what is renamed in the same run: pulumi/pulumi#21404.
  if (operation === "preview") return work(options.refresh && !healing.renamed);
  const spec = String(options.settings["deskrealm:spec"]?.value);
  await keepBefore({ ...patient, spec, snapshots: options.snapshots }, context);
  const healAndWork = async (found: Healing) => {
    await healAll(patient, found, config, context);
    if (operation === "up") await releaseDirectories(patient, allowDestroy, context);
    if (operation === "up" && found.renamed) await work(false);
    await work();
  };
  try {
    await healAndWork(healing);
  } catch (error) {
    if (!(error instanceof Unfinished) || error.refused.length === 0) throw error;
    const late = await findHealing(patient);
    if (!isExplained(error, late)) throw error;
    await healAndWork(late);
  }
}

/** Whether Keycloak ended, after this run had looked, what one before had given up waiting for. */
function isExplained({ refused }: Unfinished, { unknown, gone }: Healing): boolean {
  const made = new Set(unknown.map(({ entry }) => entry.name));
  const deleted = new Set(gone.map(({ name }) => name));
  return refused.some(
    ({ name, deed }) => (deed === "created" && made.has(name)) || (deed === "deleted" && deleted.has(name)),
  );
}

async function runOnce(
  operation: Operation,
  stack: Stack,
  options: OperationOptions,
  context: Context,
): Promise<void> {
  const events: EngineEvent[] = [];
  await runPulumi(operation, stack, options, { ...context, events }).catch((error: unknown) => {
    if (operation === "preview") throw pulumiFailure("pulumi preview failed", error);
    throw accountFor({ operation, events, model: options.loaded.model, error }, context);
  });
}

async function healAll(
  patient: Patient,
  healing: Healing,
  config: ConfigMap,
  context: Context,
): Promise<void> {
  const tell = tellHealed(context);
  const { unknown } = await heal(patient, healing, context.now(), tell);
  const secretOf = configuredSecrets(config, context.env);
  const { admin, model } = patient;
  for (const person of await setFirstPasswords(admin, model, unknown, secretOf))
    tell(`set the first password of ${person}, which a run that was ended had not come to`);
}
