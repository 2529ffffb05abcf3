// Servers that run on when the command has ended: one per version, in the cache's servers/VERSION.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import {
  cacheRoot,
  type Environment,
  type Progress,
  readJson,
  withLock,
  writeWhole,
} from "../toolchain/cache.ts";
import { isAlive, type ProcessIdentity } from "../toolchain/process-identity.ts";
import { Keycloak } from "./keycloak.ts";
import { keycloakChecksum } from "./keycloak-versions.ts";
import { freePort, isFree } from "./port.ts";
import { adminPasswordFile, adminUsername } from "./prepare.ts";
import { answers, waitFor } from "./ready.ts";

export interface KeptServer {
  readonly version: string;
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  readonly logFile: string;
  readonly adminUsername: string;
  readonly adminPasswordFile: string;
}

/** running.json. It may outlive its process, which is why the start time is in it. */
interface RunningRecord {
  readonly port: number;
  readonly process: ProcessIdentity;
}

export interface StartKeptOptions {
  readonly version: string;
  /** By default the port of the last start, else 8080; a free one where that is taken. */
  readonly port?: number | undefined;
  readonly fresh: boolean;
  readonly from?: string | undefined;
  /** PEM files of authorities that are trusted besides Java's own. */
  readonly trust?: readonly string[];
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

export const defaultPort = 8080;

/**
 * Starts the version's server, or finds it running.
 * @throws Failure as `Keycloak.start` does
 */
export async function startKept(
  options: StartKeptOptions,
): Promise<KeptServer & { readonly wasRunning: boolean }> {
  const { version, env, progress, signal } = options;
  keycloakChecksum(version);
  const folder = folderOf(version, env);
  return withLock(`${folder}.lock`, { progress, signal, what: `Keycloak ${version}` }, async () => {
    const running = await findKept(version, env);
    if (running !== undefined) return { ...(await useRunning(running, options)), wasRunning: true };
    const last = await readJson<RunningRecord>(recordFile(folder));
    const keycloak = await Keycloak.start({
      version,
      port: options.port ?? (await thisOrFree(last?.port ?? defaultPort)),
      dataDir: folder,
      fresh: options.fresh,
      ...(options.trust === undefined ? {} : { trust: options.trust }),
      detached: true,
      onLaunch: (process, port) =>
        writeWhole(recordFile(folder), JSON.stringify({ process, port } satisfies RunningRecord)),
      env,
      progress,
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(signal === undefined ? {} : { signal }),
    });
    const started = await findKept(version, env);
    if (started !== undefined) return { ...started, wasRunning: false };
    throw new Failure("keycloak-start-failed", `Keycloak ended again; see ${keycloak.logFile}`);
  });
}

async function thisOrFree(port: number): Promise<number> {
  return (await isFree(port)) ? port : freePort();
}

/** A killed command may have left a server that is not ready yet. */
async function useRunning(
  server: KeptServer,
  { port, fresh, trust = [], signal }: StartKeptOptions,
): Promise<KeptServer> {
  const hint = `run: deskrealm keycloak stop --version ${server.version}`;
  if (fresh || trust.length > 0 || (port !== undefined && port !== server.port)) {
    throw new Failure("keycloak-start-failed", `Keycloak ${server.version} already runs on ${server.url}`, {
      hint,
    });
  }
  const ready = async () => signal?.aborted === true || (await answers(`${server.url}/realms/master`));
  if (await waitFor(ready, 120_000)) return server;
  throw new Failure("keycloak-start-failed", `Keycloak on ${server.url} runs, but does not answer`, { hint });
}

/** The version's server, if it runs. */
export async function findKept(version: string, env: Environment): Promise<KeptServer | undefined> {
  const folder = folderOf(version, env);
  const record = await readJson<RunningRecord>(recordFile(folder));
  if (record === undefined || !(await isAlive(record.process))) return undefined;
  return {
    version,
    url: `http://127.0.0.1:${record.port}`,
    port: record.port,
    pid: record.process.pid,
    folder,
    logFile: join(folder, "keycloak.log"),
    adminUsername,
    adminPasswordFile: join(folder, adminPasswordFile),
  };
}

/** All that run. */
export async function listKept(env: Environment): Promise<KeptServer[]> {
  const names = await readdir(join(cacheRoot(env), "servers")).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => !name.endsWith(".lock")).map((name) => findKept(name, env)),
  );
  return found.filter((server) => server !== undefined);
}

/** Ends a server in good order, or by force where it does not end. Its data stays. */
export async function stopKept(server: KeptServer): Promise<void> {
  const record = await readJson<RunningRecord>(recordFile(server.folder));
  if (record === undefined) return;
  const ended = async () => !(await isAlive(record.process));
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (await ended()) break;
    process.kill(record.process.pid, signal);
    if (await waitFor(ended, 20_000)) break;
  }
}

function folderOf(version: string, env: Environment): string {
  return join(cacheRoot(env), "servers", version);
}

function recordFile(folder: string): string {
  return join(folder, "running.json");
}
