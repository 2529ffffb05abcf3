// Keeps what realms are like before they are changed.

import type { AdminClient } from "../../infra/admin/client.ts";
import { shown } from "../../infra/admin/connection.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Context } from "../context.ts";
import { prune, readShelf, writeSnapshot } from "./folder.ts";
import { readPresent, type Wanted } from "./read.ts";
import { type SnapshotSettings, snapshotSettings } from "./settings.ts";
import { countDifferences, type Snapshot } from "./snapshot.ts";
import { skippedText } from "./view.ts";

export interface Change extends Omit<Wanted, "last"> {
  /** Path of the spec, from Pulumi.yaml's folder. */
  readonly spec: string;
  readonly settings: SnapshotSettings;
}

/**
 * Keeps the model of the stack's realms as a file, and removes the oldest beyond the number to keep.
 *
 * @returns undefined where there is nothing to keep: no realm of the stack's, or one as in the newest snapshot.
 * @throws Failure `snapshot-failed` where the file cannot be written; AdminFailure where the server cannot
 *   be read. The server is as it was in both cases.
 */
export async function keepSnapshot(
  admin: AdminClient,
  change: Change,
  context: Pick<Context, "cwd" | "now" | "stderr">,
): Promise<Snapshot | undefined> {
  const { owner, spec, settings } = change;
  const { folder, kept } = settings;
  const { snapshots, skipped } = await readShelf(folder, owner);
  context.stderr.write(skippedText({ skipped }, context.cwd));
  const [newest] = snapshots;
  const model = await readPresent(admin, { ...change, last: newest?.model });
  if (realmNames(model).length === 0) return undefined;
  if (newest !== undefined && countDifferences(newest.model, model) === 0) return undefined;
  const server = shown(admin.connection.adminUrl);
  const written = await writeSnapshot(folder, context.now(), { owner, server, spec, model }).catch(
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Failure(
        "snapshot-failed",
        `Nothing was changed on the server, because what it holds could not be kept in ${folder}: ${reason}.`,
        { hint: "make room there, or name another folder: --snapshots FOLDER", cause: error },
      );
    },
  );
  context.stderr.write(`Kept ${realmNames(model).join(" and ")} as the snapshot ${written.id}.\n`);
  await prune(folder, [written, ...snapshots], kept).catch((error: Error) => {
    context.stderr.write(`warning: the oldest snapshots could not be removed: ${error.message}\n`);
  });
  return written;
}

/** What is about to be changed. */
export interface Operation extends Omit<Wanted, "last"> {
  readonly admin: AdminClient;
  readonly stack: string;
  /** Path of the spec, from Pulumi.yaml's folder. */
  readonly spec: string;
  /** Folder on the command line. */
  readonly snapshots: string | undefined;
}

/** `keepSnapshot` for an operation of a stack, where the person has chosen a folder; else nothing. */
export async function keepBefore(
  { admin, stack, snapshots, ...change }: Operation,
  context: Context,
): Promise<void> {
  const settings = await snapshotSettings(stack, snapshots, context);
  if (settings !== undefined) await keepSnapshot(admin, { ...change, settings }, context);
}
