// What this machine keeps of test realms: the cache's ephemeral/SERVER/NAME, one folder for each name on each server.

import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { addressOf } from "../../infra/admin/address.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import type { RenderFacts } from "../../infra/helpdesks/types.ts";
import type { Context } from "../context.ts";
import type { KnownPerson } from "../realm-import/people.ts";
import { cacheRoot, readJson, withLock, writeWhole } from "../toolchain/cache.ts";

/** What stands for the server in a folder's path, where each name has a server of its own. */
export const EMBEDDED = "embedded";

/** Written first of all, so that `gc` knows of each folder when its time is over. */
export interface RunNote {
  readonly name: string;
  readonly for: string;
  /** ISO 8601, UTC. */
  readonly until: string;
}

/** It holds secrets. Before the realms are made it is written without their digest, and with it last of all. */
export interface KeptRun {
  readonly version: 2;
  /** Digest of what the realms were made of; another one makes them anew. */
  readonly meaning: string;
  /** Keycloak's id by the realm's name. */
  readonly realms: Readonly<Record<string, string>>;
  /** By the realm's name and the person's. */
  readonly people: KnownPeople;
  readonly clientSecrets: RenderFacts["clientSecrets"];
}

export type KnownPeople = Readonly<Record<string, Readonly<Record<string, KnownPerson>>>>;

type Env = Pick<Context, "env">;

const rootOf = ({ env }: Env): string => join(cacheRoot(env), "ephemeral");

/** Folder of all names on a shared server. */
export function serverFolder(connection: Connection, context: Env): string {
  const address = addressOf(connection);
  const readable = address.replace(/^https?:\/\//, "").replaceAll(/[^A-Za-z0-9.]+/g, "-");
  const digest = createHash("sha256").update(address).digest("hex").slice(0, 10);
  return join(rootOf(context), `${readable.slice(0, 60)}-${digest}`);
}

/** Folder of a name on a shared server. */
export const sharedFolder = (connection: Connection, name: string, context: Env): string =>
  join(serverFolder(connection, context), name);

/** Folder of a name that has a server of its own. */
export const embeddedFolder = (name: string, context: Env): string => join(rootOf(context), EMBEDDED, name);

/** Names that have a server of their own, or had one; ascending. */
export async function embeddedNames(context: Env): Promise<string[]> {
  return (await folderNames(join(rootOf(context), EMBEDDED))).sort();
}

/** Folders of all names on all shared servers. */
export async function sharedFolders(context: Env): Promise<string[]> {
  const root = rootOf(context);
  const servers = (await folderNames(root)).filter((name) => name !== EMBEDDED);
  const folders = await Promise.all(
    servers.map(async (server) =>
      (await folderNames(join(root, server))).map((name) => join(root, server, name)),
    ),
  );
  return folders.flat();
}

async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Whoever works on a name's folder does so alone; another one waits. */
export function withFolder<T>(
  folder: string,
  name: string,
  { stderr, signal }: Pick<Context, "stderr" | "signal">,
  work: () => Promise<T>,
): Promise<T> {
  const progress = (line: string) => void stderr.write(`${line}\n`);
  // No name begins with a dot.
  const lock = join(dirname(folder), `.${basename(folder)}.lock`);
  return withLock(lock, { progress, signal, what: `the test realms ${name}` }, work);
}

export async function makeFolder(folder: string, note: RunNote): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(noteFile(folder), JSON.stringify(note), 0o600);
}

export const readNote = (folder: string): Promise<RunNote | undefined> => readJson<RunNote>(noteFile(folder));

/** The end as `extend` has moved it; nothing where there is no folder. */
export async function moveEnd(folder: string, until: string): Promise<void> {
  const note = await readNote(folder);
  if (note !== undefined) await writeWhole(noteFile(folder), JSON.stringify({ ...note, until }), 0o600);
}

export async function readKept(folder: string): Promise<KeptRun | undefined> {
  const kept = await readJson<KeptRun>(keptFile(folder));
  return kept?.version === 2 ? kept : undefined;
}

export const writeKept = (folder: string, kept: KeptRun): Promise<void> =>
  writeWhole(keptFile(folder), JSON.stringify(kept), 0o600);

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Its directories, each in a folder there. */
export const directoriesFolder = (folder: string): string => join(folder, "directories");

const noteFile = (folder: string): string => join(folder, "run.json");
const keptFile = (folder: string): string => join(folder, "kept.json");
