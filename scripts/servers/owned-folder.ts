// Temporary folders that outlive a killed owner, and go when the next one is made.

import { mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { readJson } from "../toolchain/cache.ts";
import { isAlive, type ProcessIdentity, thisProcess } from "../toolchain/process-identity.ts";

/** In such a folder: whose it is. One without it is never touched. */
export const ownerFile = "owner.json";

interface OwnerRecord {
  readonly process: ProcessIdentity;
  /** Where that pid means that process: a container that shares the temporary folder has other ones. */
  readonly place: string;
}

/** A new temporary folder, readable by its owner only, that is this process's. */
export async function makeOwnedFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  const record: OwnerRecord = { process: await thisProcess(), place: await thisPlace() };
  await writeFile(join(folder, ownerFile), JSON.stringify(record));
  return folder;
}

/** Removes the folders with that prefix whose owners ended without removing them: killed, or out of memory. */
export async function sweepOwnedFolders(prefix: string): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  await Promise.all(
    names.map(async (name) => {
      const folder = join(tmpdir(), name);
      if (!(await isLeft(folder))) return;
      // What cannot go now, since its server is still ending or another sweeps too, goes the next time.
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }),
  );
}

async function isLeft(folder: string): Promise<boolean> {
  const record = await readJson<Partial<OwnerRecord>>(join(folder, ownerFile));
  // Without its start time a process cannot be told from a later one with its pid.
  if (!record?.process?.started || record.place !== (await thisPlace())) return false;
  return !(await isAlive(record.process));
}

async function thisPlace(): Promise<string> {
  return `${hostname()} ${await readlink("/proc/self/ns/pid").catch(() => "")}`;
}
