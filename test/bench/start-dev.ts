// `kc.sh start-dev` as Keycloak's own guide has it, beside which the embedded server is measured.

import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Java } from "../../scripts/servers/java.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { waitUntilReady } from "../../scripts/servers/ready.ts";
import { killTree } from "../support/kill-tree.ts";

const ADMIN = { adminUsername: "admin", adminPassword: "start-dev-admin" } as const;

/** A copy of an unpacked Keycloak, since `start-dev` builds it anew in its place. */
export class StartDev implements AsyncDisposable {
  readonly #folder: string;
  readonly #java: Java;

  private constructor(folder: string, java: Java) {
    this.#folder = folder;
    this.#java = java;
  }

  static async copy(home: string, java: Java): Promise<StartDev> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-bench-"));
    await cp(home, folder, { recursive: true, filter: (source) => source !== join(home, "data") });
    return new StartDev(folder, java);
  }

  /** Empties the database, outside of what is timed. */
  async forget(): Promise<void> {
    await rm(join(this.#folder, "data"), { recursive: true, force: true });
  }

  /** Returns when the server is ready. It ends with `await using`. */
  async start() {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const logFile = join(this.#folder, "start-dev.log");
    const child = await this.#spawn(port, logFile);
    const stop = () => killTree(child.pid ?? 0);
    try {
      await waitUntilReady({ child, url, logFile, logStart: 0, deadlineMs: 300_000 });
    } catch (error) {
      await stop();
      throw error;
    }
    return { ...ADMIN, url, pid: child.pid ?? 0, [Symbol.asyncDispose]: stop };
  }

  async #spawn(port: number, logFile: string): Promise<ChildProcess> {
    const log = await open(logFile, "w");
    const { PATH, HOME } = process.env;
    // Older Keycloaks bring a Byte Buddy that refuses the class files of Java 25 unless it is told not to.
    const experimental = this.#java.major >= 25 ? ["-Dnet.bytebuddy.experimental=true"] : [];
    const words = ["start-dev", `--http-port=${port}`, "--http-host=127.0.0.1"];
    const env = {
      ...{ PATH, HOME, JAVA_HOME: this.#java.home },
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.adminUsername,
      KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.adminPassword,
    };
    try {
      const stdio = ["ignore", log.fd, log.fd] as const;
      return spawn(join(this.#folder, "bin/kc.sh"), [...experimental, ...words], { env, stdio: [...stdio] });
    } finally {
      await log.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
