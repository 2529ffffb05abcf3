// A PostgreSQL of the test's own, on a free loopback port, with a password: what Pulumi's state and a Keycloak
// of several nodes stand on in companies.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/servers/port.ts";
import { hasEnded, waitFor } from "../../scripts/servers/ready.ts";
import { findOnPath } from "../../scripts/toolchain/find-on-path.ts";

/** Where Debian puts the servers, one folder for each version. */
const DEBIAN = "/usr/lib/postgresql";
/** PostgreSQL does not run as root; this is nobody. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const USER = "deskrealm";
const DEADLINE = 60_000;

/** The folder of `initdb` and `postgres`; undefined where there is no server on this machine. */
export async function postgresBinaries(): Promise<string | undefined> {
  const versions = (await readdir(DEBIAN).catch(() => [])).sort((a, b) => Number(b) - Number(a));
  const found = versions
    .map((version) => join(DEBIAN, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
  return found ?? (await findOnPath("initdb", process.env))?.replace(/\/initdb$/, "");
}

export class Postgres implements AsyncDisposable {
  readonly port: number;
  readonly user = USER;
  readonly password: string;
  readonly #folder: string;
  readonly #bin: string;
  readonly #child: ChildProcess;

  private constructor(port: number, password: string, folder: string, bin: string, child: ChildProcess) {
    this.port = port;
    this.password = password;
    this.#folder = folder;
    this.#bin = bin;
    this.#child = child;
  }

  /**
   * @example
   * await using postgres = await Postgres.start();
   * const url = await postgres.createDatabase("state");
   */
  static async start(): Promise<Postgres> {
    const bin = await postgresBinaries();
    assert.ok(bin, "PostgreSQL is missing. On Debian: apt-get install --yes postgresql");
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-postgres-"));
    const password = randomBytes(12).toString("hex");
    const passwordFile = join(folder, "password");
    await writeFile(passwordFile, password, { mode: 0o600 });
    const { uid, gid } = UNPRIVILEGED;
    if (uid !== undefined) for (const path of [folder, passwordFile]) await chown(path, uid, gid);
    const data = join(folder, "data");
    const words = [`--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--no-sync"];
    await run(join(bin, "initdb"), ["-D", data, "--encoding=UTF8", "--locale=C", ...words], {});
    const port = await freePort();
    const log = await open(join(folder, "log"), "a");
    // Nothing of it outlives the test, so nothing waits for a disk.
    const settings = ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories="];
    const child = spawn(
      join(bin, "postgres"),
      ["-D", data, "-p", `${port}`, ...settings.flatMap((one) => ["-c", one])],
      {
        ...UNPRIVILEGED,
        cwd: folder,
        stdio: ["ignore", log.fd, log.fd],
      },
    );
    await log.close();
    const end = () => void child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    const postgres = new Postgres(port, password, folder, bin, child);
    try {
      const ready = await waitFor(async () => hasEnded(child) || (await postgres.#answers()), DEADLINE);
      assert.ok(
        ready && !hasEnded(child),
        `PostgreSQL did not start:\n${await readFile(join(folder, "log"), "utf8")}`,
      );
      return postgres;
    } catch (error) {
      await postgres[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Makes a database, and gives its URL, password included. */
  async createDatabase(name: string): Promise<string> {
    await run(join(this.#bin, "createdb"), [name], this.#environment());
    return `postgres://${USER}:${this.password}@127.0.0.1:${this.port}/${name}?sslmode=disable`;
  }

  /** What a query gives, as text. */
  query(database: string, sql: string): Promise<string> {
    return run(join(this.#bin, "psql"), ["-At", "-d", database, "-c", sql], this.#environment());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // At once, whoever is connected.
    this.#child.kill("SIGQUIT");
    if (!(await waitFor(() => hasEnded(this.#child), 10_000))) this.#child.kill("SIGKILL");
    await rm(this.#folder, { recursive: true, force: true });
  }

  #environment(): Readonly<Record<string, string>> {
    return { PGHOST: "127.0.0.1", PGPORT: `${this.port}`, PGUSER: USER, PGPASSWORD: this.password };
  }

  async #answers(): Promise<boolean> {
    return run(join(this.#bin, "pg_isready"), ["-q"], this.#environment()).then(
      () => true,
      () => false,
    );
  }
}

/** Runs one of PostgreSQL's programs to its end. */
function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(command, args, {
    ...UNPRIVILEGED,
    cwd: "/",
    env: { PATH: process.env["PATH"], LC_ALL: "C", ...env },
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const text = Buffer.concat(output).toString();
      if (code === 0) resolve(text);
      else reject(new Error(`${command} ended with ${code}: ${text}`));
    });
  });
}
