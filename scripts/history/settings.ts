// Where a stack's snapshots are kept, and how many: the person's choice, on the command line or in the stack.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { plainName, stackFile, stackSettings } from "../stack/stack-file.ts";

/** A folder that the person has chosen has one of ours in it for each stack. */
export interface SnapshotSettings {
  /** Absolute path of the stack's own folder. */
  readonly folder: string;
  /** How many of the newest stay. */
  readonly kept: number;
}

const FOLDER = "deskrealm:snapshots";
const KEPT = "deskrealm:snapshotsKept";
const DEFAULT_KEPT = 20;

/**
 * What the command line or the stack's configuration says; undefined where neither names a folder.
 *
 * @param named - folder on the command line, from the working folder
 * @throws Failure `configuration-missing` where a setting makes no sense.
 */
export async function snapshotSettings(
  stack: string,
  named: string | undefined,
  context: Pick<Context, "root" | "cwd">,
): Promise<SnapshotSettings | undefined> {
  const { root, cwd } = context;
  const settings = existsSync(stackFile(root, stack)) ? await stackSettings(root, stack) : undefined;
  const inClear = (key: string): unknown => {
    if (settings?.encrypted.includes(key) !== true) return settings?.get(key);
    throw unusable(`${key} is encrypted`, `${key} VALUE --plaintext`, stack);
  };
  const recorded = named === undefined ? inClear(FOLDER) : undefined;
  if (recorded !== undefined && (typeof recorded !== "string" || recorded.trim() === ""))
    throw unusable(`${FOLDER} is not a folder's path`, `${FOLDER} snapshots`, stack);
  const folder = named === undefined ? recorded && resolve(root, recorded) : resolve(cwd, named);
  if (folder === undefined) return undefined;
  const kept = Number(inClear(KEPT) ?? DEFAULT_KEPT);
  if (!Number.isSafeInteger(kept) || kept < 1)
    throw unusable(`${KEPT} is not a whole number from 1 on`, `${KEPT} ${DEFAULT_KEPT}`, stack);
  return { folder: join(folder, plainName(stack)), kept };
}

function unusable(what: string, setting: string, stack: string): Failure {
  return new Failure("configuration-missing", `In the configuration of the stack ${stack}, ${what}.`, {
    hint: `run: pulumi config set ${setting} --stack ${stack}`,
  });
}
