// Where Deskrealm keeps what it downloads, builds and prepares: a cache of its own, one per user.

import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, type ProcessIdentity, thisProcess } from "./process-identity.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Takes one line of progress, without its line break. */
export type Progress = (line: string) => void;

/** `$DESKREALM_CACHE`, else `$XDG_CACHE_HOME/deskrealm`, else `~/.cache/deskrealm`. */
export function cacheRoot(env: Environment): string {
  if (env["DESKREALM_CACHE"]) return env["DESKREALM_CACHE"];
  if (env["XDG_CACHE_HOME"]) return join(env["XDG_CACHE_HOME"], "deskrealm");
  return join(env["HOME"] ?? homedir(), ".cache", "deskrealm");
}

/** A name beside `path` for something half made; `publish` gives it its real name. */
export function temporaryName(path: string): string {
  return `${path}.tmp-${process.pid}-${randomUUID().slice(0, 8)}`;
}

/**
 * Gives a finished file or folder its name in one step, so that a name always stands for a whole thing.
 * Where another process was first, its result stays and ours is dropped: both are the same.
 */
export async function publish(temporary: string, path: string): Promise<void> {
  try {
    await rename(temporary, path);
  } catch (error) {
    if (!isCode(error, "ENOTEMPTY", "EEXIST")) throw error;
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Writes a file so that a reader sees the old text or the new, never a part. */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryName(path);
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The file's JSON, or undefined where it is missing or cut short. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}

export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/**
 * Runs `work` while holding the lock file. A lock whose process is gone is taken over. Should two processes
 * take over the same one at once, both work: results are published by rename, so that costs time only.
 */
export async function withLock<T>(
  path: string,
  options: { progress: Progress; signal?: AbortSignal | undefined; what: string },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const mine = JSON.stringify(await thisProcess());
  let told = false;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      await writeFile(path, mine, { flag: "wx" });
      break;
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    if (await isStale(path)) {
      await rm(path, { force: true });
      continue;
    }
    if (!told) options.progress(`waiting for another process, which is at ${options.what}`);
    told = true;
    await delay(150, undefined, { signal: options.signal });
  }
  try {
    return await work();
  } finally {
    if ((await readFile(path, "utf8").catch(() => "")) === mine) await rm(path, { force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  const holder = await readJson<ProcessIdentity>(path);
  if (holder !== undefined) return !(await isAlive(holder));
  // Between its creation and its text a lock is empty for an instant; one that stays so was cut short.
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  return Date.now() - mtimeMs > 2000;
}
