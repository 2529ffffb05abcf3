// A Keycloak for one name's test realms alone: it runs on when the command has ended, and goes with them.

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "../../infra/admin/connection.ts";
import type { Context } from "../context.ts";
import { administratorOf } from "../servers/administrator.ts";
import { Keycloak } from "../servers/keycloak.ts";
import { defaultKeycloakVersion } from "../servers/keycloak-versions.ts";
import { adminPasswordFile, adminUsername } from "../servers/prepare.ts";
import { answers, waitFor } from "../servers/ready.ts";
import { readJson, writeWhole } from "../toolchain/cache.ts";
import { isAlive, type ProcessIdentity } from "../toolchain/process-identity.ts";

/** Written as soon as there is a process, long before it answers. */
interface ServerRecord {
  readonly version: string;
  readonly port: number;
  readonly process: ProcessIdentity;
}

export interface EmbeddedServer {
  readonly connection: Connection;
  /** Whether it has just begun, with nothing in it. */
  readonly isNew: boolean;
}

/** The folder's server, or a new one where there is none, it is another version or hangs. */
export async function useEmbedded(
  folder: string,
  { version: wanted, detached }: { readonly version: string | undefined; readonly detached: boolean },
  { env, stderr, signal }: Context,
): Promise<EmbeddedServer> {
  const running = await findEmbedded(folder);
  if (running !== undefined && (wanted ?? running.version) === running.version) {
    const { connection } = running;
    const ready = async () => signal.aborted || (await answers(`${connection.url}/realms/master`));
    if (await waitFor(ready, 60_000)) return { connection, isNew: false };
  }
  await stopEmbedded(folder);
  const version = wanted ?? defaultKeycloakVersion;
  const keycloak = await Keycloak.start({
    version,
    dataDir: serverFolder(folder),
    fresh: true,
    forTests: true,
    detached,
    onLaunch: (process, port) =>
      writeWhole(recordFile(folder), JSON.stringify({ version, port, process } satisfies ServerRecord)),
    env,
    progress: (line) => void stderr.write(`${line}\n`),
    signal,
  });
  return { connection: administratorOf(keycloak), isNew: true };
}

/** The folder's server, if its process is there. */
export async function findEmbedded(
  folder: string,
): Promise<{ readonly version: string; readonly connection: Connection } | undefined> {
  const record = await readJson<ServerRecord>(recordFile(folder));
  if (record === undefined || !(await isAlive(record.process))) return undefined;
  const password = await readFile(join(serverFolder(folder), adminPasswordFile), "utf8").catch(
    () => undefined,
  );
  if (password === undefined) return undefined;
  const url = `http://127.0.0.1:${record.port}`;
  const connection = administratorOf({ url, adminUsername, adminPassword: password.trim() });
  return { version: record.version, connection };
}

/** Ends the folder's server and takes its data away. */
export async function stopEmbedded(folder: string): Promise<void> {
  const record = await readJson<ServerRecord>(recordFile(folder));
  if (record !== undefined) {
    const ended = async () => !(await isAlive(record.process));
    // Nobody wants its data, so nothing has to be brought into order first.
    if (!(await ended())) process.kill(record.process.pid, "SIGKILL");
    await waitFor(ended, 20_000);
  }
  await rm(serverFolder(folder), { recursive: true, force: true });
  await rm(recordFile(folder), { force: true });
}

const serverFolder = (folder: string): string => join(folder, "server");
const recordFile = (folder: string): string => join(folder, "server.json");
