// A directory on the loopback address with the people of an LDIF file: a real OpenLDAP, for test realms.

import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../infra/diagnostics/failure.ts";
import { BIND_DN } from "../../../infra/ephemeral/directory.ts";
import { randomPassword } from "../../random-password.ts";
import { type Environment, readJson, writeWhole } from "../../toolchain/cache.ts";
import { identify, isAlive, type ProcessIdentity } from "../../toolchain/process-identity.ts";
import { definedOnly, tail } from "../../toolchain/run.ts";
import { accepts, freePort, isFree } from "../port.ts";
import { hasEnded, waitFor } from "../ready.ts";
import { spawnServer } from "../spawn.ts";
import { directoryConfig } from "./config.ts";
import { type DirectoryContent, fill, readTree } from "./fill.ts";
import { findSlapd, type Slapd } from "./slapd.ts";

export interface EmbeddedDirectoryOptions extends DirectoryContent {
  /** Kept, with its port and password, for the next start. By default a temporary folder, which goes with it. */
  readonly folder?: string;
  /** Keep running when this process ends. By default the server dies with it, even by `kill -9`. */
  readonly detached?: boolean;
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

/** running.json. It may outlive its process, which is why the start time is in it. */
interface RunningRecord {
  readonly port: number;
  readonly process: ProcessIdentity;
}

const DEADLINE = 60_000;
const STOP_DEADLINE = 10_000;

export class EmbeddedDirectory implements AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** The DN above all entries. */
  readonly base: string;
  /** The account that Keycloak asks with: it reads. */
  readonly bindDn: string = BIND_DN;
  readonly bindPassword: string;
  /** Of mode 0600. */
  readonly bindPasswordFile: string;
  readonly logFile: string;
  readonly folder: string;
  readonly #isTemporary: boolean;
  readonly #child: ChildProcess;

  private constructor(started: Started, base: string, isTemporary: boolean) {
    const { folder, port, password, child } = started;
    this.port = port;
    this.url = `ldap://127.0.0.1:${port}`;
    this.base = base;
    this.bindPassword = password;
    this.bindPasswordFile = passwordFileIn(folder);
    this.logFile = logFileIn(folder);
    this.folder = folder;
    this.#isTemporary = isTemporary;
    this.#child = child;
  }

  /**
   * Starts a directory that holds what the LDIF file says and nothing else. One that runs in the same folder is
   * ended first.
   *
   * @throws Failure `directory-program-missing`, `ldif-unreadable`, `ldif-invalid` with every flaw by its line,
   *   `directory-start-failed`
   * @example
   * await using directory = await EmbeddedDirectory.start({ ...wanted, file, shown: file, env: process.env });
   */
  static async start(options: EmbeddedDirectoryOptions): Promise<EmbeddedDirectory> {
    const { signal } = options;
    const tree = await readTree(options);
    const slapd = await findSlapd(options.env);
    signal?.throwIfAborted();
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "deskrealm-directory-")));
    const isTemporary = options.folder === undefined;
    try {
      await stopDirectory(folder);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rm(join(folder, "data"), { recursive: true, force: true });
      const password = await passwordIn(folder);
      await writeFile(
        configFileIn(folder),
        directoryConfig(slapd, folder, tree.base, options.vendor, password),
        {
          mode: 0o600,
        },
      );
      await fill(tree, folder, slapd, options.shown);
      const started = await launch(slapd, folder, password, options);
      return new EmbeddedDirectory(started, tree.base, isTemporary);
    } catch (error) {
      if (isTemporary) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await stopDirectory(this.folder);
    await waitFor(() => hasEnded(this.#child), STOP_DEADLINE);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#isTemporary) await rm(this.folder, { recursive: true, force: true });
  }
}

/** The URL of the directory that runs in a folder; undefined where none does. */
export async function findDirectory(folder: string): Promise<string | undefined> {
  const record = await readJson<RunningRecord>(recordFileIn(folder));
  return record !== undefined && (await isAlive(record.process))
    ? `ldap://127.0.0.1:${record.port}`
    : undefined;
}

/** Ends the directory that runs in a folder, by force where it does not end; nothing where none runs. */
export async function stopDirectory(folder: string): Promise<void> {
  const record = await readJson<RunningRecord>(recordFileIn(folder));
  if (record === undefined) return;
  const ended = async () => !(await isAlive(record.process));
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (await ended()) return;
    process.kill(record.process.pid, signal);
    if (await waitFor(ended, STOP_DEADLINE)) return;
  }
}

interface Started {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly child: ChildProcess;
}

async function launch(
  { slapd }: Slapd,
  folder: string,
  password: string,
  { detached = false, env, signal }: EmbeddedDirectoryOptions,
): Promise<Started> {
  const last = (await readJson<RunningRecord>(recordFileIn(folder)))?.port;
  const logFile = logFileIn(folder);
  for (let attempt = 1; ; attempt++) {
    const port = attempt === 1 && last !== undefined && (await isFree(last)) ? last : await freePort();
    await rm(logFile, { force: true });
    // A debug level, even none, keeps it in the foreground.
    const args = ["-d", "none", "-f", configFileIn(folder), "-h", `ldap://127.0.0.1:${port}/`];
    const { PATH, TZ } = env;
    const program = { program: slapd, args, cwd: folder, env: definedOnly({ PATH, TZ, LC_ALL: "C" }) };
    const child = await spawnServer({ ...program, logFile, detached });
    const identity = child.pid === undefined ? undefined : await identify(child.pid);
    try {
      if (identity !== undefined) {
        const record: RunningRecord = { process: identity, port };
        await writeWhole(recordFileIn(folder), JSON.stringify(record), 0o600);
      }
      const isUp = () => signal?.aborted === true || hasEnded(child) || accepts(port);
      const inTime = await waitFor(isUp, DEADLINE);
      signal?.throwIfAborted();
      if (inTime && !hasEnded(child)) return { folder, port, password, child };
      const log = tail(await readFile(logFile, "utf8").catch(() => ""), 10);
      // Between finding a free port and listening on it, somebody else may take it.
      if (/Address already in use/.test(log) && attempt < 3) continue;
      throw new Failure("directory-start-failed", `slapd did not start; the end of ${logFile}:\n${log}`);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
  }
}

/** The folder's own, so that a realm that knows it need not change. */
async function passwordIn(folder: string): Promise<string> {
  const kept = await readFile(passwordFileIn(folder), "utf8").catch(() => "");
  if (kept.trim() !== "") return kept.trim();
  const password = randomPassword();
  await writeWhole(passwordFileIn(folder), `${password}\n`, 0o600);
  return password;
}

const passwordFileIn = (folder: string): string => join(folder, "bind-password");
const configFileIn = (folder: string): string => join(folder, "slapd.conf");
const recordFileIn = (folder: string): string => join(folder, "running.json");
const logFileIn = (folder: string): string => join(folder, "slapd.log");
