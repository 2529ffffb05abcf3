// The embedded Keycloak as a disposable: `await using keycloak = await Keycloak.start({ env })`.

import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type Environment, type Progress, readJson, writeWhole } from "../toolchain/cache.ts";
import { identify, type ProcessIdentity } from "../toolchain/process-identity.ts";
import { defaultKeycloakVersion } from "./keycloak-versions.ts";
import { launch } from "./launch.ts";
import { makeOwnedFolder, ownerFile, sweepOwnedFolders } from "./owned-folder.ts";
import { freePort, isFree } from "./port.ts";
import { adminPasswordFile, adminUsername, copyTemplate, type Prepared, prepare } from "./prepare.ts";
import { hasEnded, waitFor, waitUntilReady } from "./ready.ts";

export interface KeycloakOptions {
  /** One of `keycloakVersions`. */
  readonly version?: string;
  /** A free one by default. */
  readonly port?: number;
  /** Kept afterwards. By default a temporary folder, which goes with the server. */
  readonly dataDir?: string;
  /** Empties `dataDir` first. */
  readonly fresh?: boolean;
  /**
   * Folder of a stopped server, of this version or an older one, whose data and administrator a new folder
   * begins with. Keycloak brings an older database up to its own version when it starts.
   */
  readonly dataOf?: string;
  /** A zip or an unpacked Keycloak that the person has. */
  readonly from?: string;
  /** PEM files of the authorities, besides Java's own, that it trusts: for a directory's TLS. */
  readonly trust?: readonly string[];
  /**
   * For test realms alone, which bring their keys, and passwords that no one guesses: it starts sooner, hashes
   * cheaply and compiles little. Whatever else is asked of it takes longer.
   */
  readonly forTests?: boolean;
  /** Keep running when this process ends. By default the server dies with it. */
  readonly detached?: boolean;
  /** Told of each process as soon as it is there, long before it is ready. */
  readonly onLaunch?: (process: ProcessIdentity, port: number) => Promise<void>;
  readonly env: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

const temporaryPrefix = "deskrealm-keycloak-";

/** Written last when a server's folder is filled, so that its presence means a whole folder. */
interface FolderMark {
  readonly version: string;
}

export class Keycloak implements AsyncDisposable {
  readonly version: string;
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly logFile: string;
  readonly adminUsername: string = adminUsername;
  readonly adminPassword: string;
  readonly adminPasswordFile: string;
  readonly #options: KeycloakOptions;
  readonly #prepared: Prepared;
  #child: ChildProcess | undefined;

  private constructor(
    options: KeycloakOptions,
    prepared: Prepared,
    port: number,
    folder: string,
    password: string,
  ) {
    this.#options = options;
    this.#prepared = prepared;
    this.version = prepared.version;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.folder = folder;
    this.logFile = join(folder, "keycloak.log");
    this.adminPassword = password;
    this.adminPasswordFile = join(folder, adminPasswordFile);
  }

  /**
   * Starts a Keycloak on the loopback address, preparing its version first where that was never done.
   * @throws Failure `port-taken`, `java-missing`, `keycloak-unknown-version`, `keycloak-start-failed`,
   *   `download-failed`, `checksum-mismatch`
   * @example
   * await using keycloak = await Keycloak.start({ version: "26.4.0", env: process.env });
   */
  static async start(options: KeycloakOptions): Promise<Keycloak> {
    const { version = defaultKeycloakVersion, port, env, from, signal, progress = () => {} } = options;
    if (port !== undefined) await demandFree(port);
    const [prepared] = await Promise.all([
      prepare({ version, env, from, signal, progress }),
      sweepOwnedFolders(temporaryPrefix),
    ]);
    const folder = options.dataDir ?? (await temporaryFolder(options));
    await fillFolder(folder, prepared, options);
    const password = (await readFile(join(folder, adminPasswordFile), "utf8")).trim();
    progress(`starting Keycloak ${version}`);
    for (let attempt = 1; ; attempt++) {
      const keycloak = new Keycloak(options, prepared, port ?? (await freePort()), folder, password);
      try {
        await keycloak.#launch();
        return keycloak;
      } catch (error) {
        // Between finding a free port and listening on it, somebody else may take it.
        const again =
          port === undefined && error instanceof Failure && error.code === "port-taken" && attempt < 3;
        if (!again) throw error;
      }
    }
  }

  /** The server's process, or undefined where it has ended. */
  async process(): Promise<ProcessIdentity | undefined> {
    return this.#child?.pid === undefined ? undefined : identify(this.#child.pid);
  }

  /** Ends the server in good order; its data stays until it is disposed of. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill("SIGTERM");
    if (!(await waitFor(() => hasEnded(child), 20_000))) await this.crash();
    this.#child = undefined;
  }

  /** Ends the server as a power cut would. */
  async crash(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill("SIGKILL");
    await waitFor(() => hasEnded(child), 20_000);
    this.#child = undefined;
  }

  /** Starts the server again on the same port and data. */
  async restart(): Promise<void> {
    await this.stop();
    await demandFree(this.port);
    await this.#launch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#options.dataDir !== undefined) return this.stop();
    await this.crash();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #launch(): Promise<void> {
    const { home, java, classArchive } = this.#prepared;
    const { env, signal, trust = [], forTests = false, detached = false } = this.#options;
    const logStart = (await stat(this.logFile).catch(() => undefined))?.size ?? 0;
    const { port, url, logFile } = this;
    const archive = { file: classArchive, mode: "read" } as const;
    const common = { home, java, port, logFile, trust, forTests, detached, env };
    const child = await launch({ ...common, serverFolder: this.folder, classArchive: archive });
    this.#child = child;
    try {
      const identity = await this.process();
      if (identity !== undefined) await this.#options.onLaunch?.(identity, port);
      await waitUntilReady({ child, url, logFile, logStart, deadlineMs: 180_000, signal });
    } catch (error) {
      await this.crash();
      throw error;
    }
  }
}

/** A server that outlives this process has no owner, so that nobody sweeps its folder. */
function temporaryFolder({ detached = false }: KeycloakOptions): Promise<string> {
  return detached ? mkdtemp(join(tmpdir(), temporaryPrefix)) : makeOwnedFolder(temporaryPrefix);
}

async function demandFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new Failure("port-taken", `port ${port} on 127.0.0.1 is taken`, {
    hint: "choose another with --port",
  });
}

async function fillFolder(
  folder: string,
  prepared: Prepared,
  { fresh = false, forTests = false, dataOf }: KeycloakOptions,
): Promise<void> {
  const markFile = join(folder, "server.json");
  const mark = await readJson<FolderMark>(markFile);
  if (mark !== undefined && !fresh) {
    if (mark.version === prepared.version) return;
    throw new Failure("keycloak-start-failed", `${folder} holds the data of Keycloak ${mark.version}`, {
      hint: `start that version, or empty the folder with --fresh`,
    });
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Only what is ours: a folder named by mistake keeps its other files.
  const ours = [
    "server.json",
    "data",
    "lib",
    "conf",
    "providers",
    "themes",
    adminPasswordFile,
    "keycloak.log",
  ];
  const other = (await readdir(folder)).filter((name) => ![...ours, ownerFile].includes(name));
  if (mark === undefined && other.length > 0) {
    throw new Failure("keycloak-start-failed", `${folder} holds other files, for example ${other[0]}`, {
      hint: "name an empty folder",
    });
  }
  for (const name of ours) await rm(join(folder, name), { recursive: true, force: true });
  await copyTemplate(prepared, folder, dataOf ?? (forTests ? prepared.templateForTests : prepared.template));
  await writeWhole(markFile, JSON.stringify({ version: prepared.version } satisfies FolderMark));
}
