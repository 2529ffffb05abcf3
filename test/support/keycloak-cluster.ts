// A Keycloak of several nodes on one PostgreSQL, as companies run it: sessions and caches are shared over a
// cluster that stays on the loopback address.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, open, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultKeycloakVersion } from "../../scripts/servers/keycloak-versions.ts";
import { freePort, isFree } from "../../scripts/servers/port.ts";
import { adminUsername, prepare } from "../../scripts/servers/prepare.ts";
import { hasEnded, waitFor, waitUntilReady } from "../../scripts/servers/ready.ts";
import { definedOnly, run, tail } from "../../scripts/toolchain/run.ts";
import type { Postgres } from "./postgres.ts";

/** Where the cluster's ports are looked for: its failure detector listens 50,000 above. */
const CLUSTER_PORTS = 7800;
const READY = 300_000;

export class KeycloakNode {
  readonly url: string;
  readonly #child: ChildProcess;

  constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** Ends the node as a power cut would. */
  async crash(): Promise<void> {
    endGroup(this.#child);
    await waitFor(() => hasEnded(this.#child), 20_000);
  }
}

export class KeycloakCluster implements AsyncDisposable {
  readonly adminUsername = adminUsername;
  readonly adminPassword = randomBytes(18).toString("base64url");
  readonly nodes: KeycloakNode[] = [];
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Builds a Keycloak for PostgreSQL and starts the nodes one after another: the first makes the database.
   *
   * @example
   * await using cluster = await KeycloakCluster.start(postgres, 2);
   */
  static async start(postgres: Postgres, count: number): Promise<KeycloakCluster> {
    const { env } = process;
    const { home, java } = await prepare({ version: defaultKeycloakVersion, env, progress: () => {} });
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-cluster-"));
    const cluster = new KeycloakCluster(folder);
    try {
      await postgres.createDatabase("keycloak");
      const built = join(folder, "home");
      await cp(home, built, { recursive: true });
      // Keycloaks older than Java 25 bring a Byte Buddy that refuses its class files unless it is told not to.
      const experimental = java.major >= 25 ? ["-Dnet.bytebuddy.experimental=true"] : [];
      const environment = definedOnly({
        ...{ PATH: env["PATH"], HOME: env["HOME"], JAVA_HOME: java.home },
        JAVA_OPTS_APPEND: experimental.join(" "),
        KC_DB_PASSWORD: postgres.password,
        KC_BOOTSTRAP_ADMIN_USERNAME: cluster.adminUsername,
        KC_BOOTSTRAP_ADMIN_PASSWORD: cluster.adminPassword,
      });
      const { code, output } = await run(join(built, "bin/kc.sh"), ["build", "--db=postgres"], {
        env: environment,
      });
      assert.equal(code, 0, `kc.sh build failed:\n${tail(output)}`);
      const database = [
        `--db-url=jdbc:postgresql://127.0.0.1:${postgres.port}/keycloak`,
        `--db-username=${postgres.user}`,
      ];
      for (let index = 0; index < count; index++) {
        const own = await nodeFolder(join(folder, `node-${index}`), built);
        cluster.nodes.push(await startNode(own, database, environment));
      }
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.crash()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Keycloak's script starts Java as another process and waits for it: both have to go. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A node's own folder, for its data; what it only reads is shared. */
async function nodeFolder(folder: string, built: string): Promise<string> {
  await mkdir(folder);
  await cp(join(built, "bin"), join(folder, "bin"), { recursive: true });
  for (const name of ["lib", "conf", "providers", "themes"])
    await symlink(join(built, name), join(folder, name));
  return folder;
}

async function startNode(
  folder: string,
  database: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<KeycloakNode> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, "keycloak.log");
  const log = await open(logFile, "a");
  const args = [
    ...[
      "start",
      "--optimized",
      ...database,
      "--http-enabled=true",
      "--http-host=127.0.0.1",
      `--http-port=${port}`,
    ],
    ...[
      "--hostname-strict=false",
      "--db-pool-max-size=20",
      "--cache-embedded-network-bind-address=127.0.0.1",
    ],
    `--cache-embedded-network-bind-port=${await clusterPort()}`,
  ];
  const child = spawn(join(folder, "bin/kc.sh"), args, {
    cwd: folder,
    env,
    // A group of its own.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
  const end = () => endGroup(child);
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  await waitUntilReady({ child, url, logFile, logStart: 0, deadlineMs: READY }).catch(
    async (error: unknown) => {
      end();
      throw error;
    },
  );
  return new KeycloakNode(url, child);
}

async function clusterPort(): Promise<number> {
  for (let port = CLUSTER_PORTS; ; port++)
    if ((await isFree(port)) && (await isFree(port + 50_000))) return port;
}
