// A stack's snapshots in their folder. Whatever else lies there is named, passed over and never removed.

import { chmod, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { exists, writeWhole } from "../toolchain/cache.ts";
import { parseSnapshot } from "./parse.ts";
import { idOf, type Snapshot, snapshotText } from "./snapshot.ts";

/** A file that is no snapshot of the stack, and why. */
export interface Skipped {
  readonly file: string;
  readonly reason: string;
}

export interface Shelf {
  /** The newest first. */
  readonly snapshots: readonly Snapshot[];
  readonly skipped: readonly Skipped[];
}

/** No model of a helpdesk comes near it. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/**
 * Reads the snapshots of one stack. A folder that is not there holds none; hidden files do not count.
 *
 * @param owner - the stack's mark: another's are skipped
 * @throws Failure `snapshot-failed` where the folder cannot be read.
 */
export async function readShelf(folder: string, owner: string): Promise<Shelf> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new Failure("snapshot-failed", `The snapshots in ${folder} could not be read: ${error.message}.`, {
      hint: "name another folder with --snapshots, or mend this one",
      cause: error,
    });
  });
  const files = names.filter((name) => !name.startsWith(".")).sort();
  const read = await Promise.all(files.map((name) => readOne(folder, name, owner)));
  return {
    snapshots: read.flatMap((one) => ("snapshot" in one ? [one.snapshot] : [])).reverse(),
    skipped: read.flatMap((one, index) =>
      "fault" in one ? [{ file: join(folder, files[index] ?? ""), reason: one.fault }] : [],
    ),
  };
}

async function readOne(
  folder: string,
  name: string,
  owner: string,
): Promise<ReturnType<typeof parseSnapshot>> {
  const path = join(folder, name);
  try {
    const found = await stat(path);
    if (!found.isFile()) return { fault: "it is not a file" };
    if (found.size > LARGEST_BYTES) return { fault: "it is too large for a snapshot" };
    const read = parseSnapshot(name, await readFile(path, "utf8"));
    if ("snapshot" in read && read.snapshot.owner !== owner)
      return { fault: `it is a snapshot of ${read.snapshot.owner}` };
    return read;
  } catch (error) {
    return { fault: `it cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

/**
 * Writes a snapshot, whole or not at all: the folder for the owner's eyes alone, the file too.
 *
 * @returns the snapshot with the id that it got
 */
export async function writeSnapshot(
  folder: string,
  now: Date,
  content: Omit<Snapshot, "id">,
): Promise<Snapshot> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // One that was there already keeps its mode.
  await chmod(folder, 0o700);
  const id = await freeId(folder, now);
  const snapshot = { ...content, id };
  await writeWhole(join(folder, `${id}.json`), snapshotText(snapshot), 0o600);
  return snapshot;
}

/** A name is never given twice, however coarse the clock. */
async function freeId(folder: string, now: Date): Promise<string> {
  const id = idOf(now);
  return (await exists(join(folder, `${id}.json`))) ? freeId(folder, new Date(now.getTime() + 1)) : id;
}

/** Removes the oldest of these snapshots beyond `kept`. */
export async function prune(folder: string, snapshots: readonly Snapshot[], kept: number): Promise<void> {
  const oldest = snapshots.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(kept);
  await Promise.all(oldest.map(({ id }) => rm(join(folder, `${id}.json`), { force: true })));
}
