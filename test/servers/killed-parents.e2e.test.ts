// Servers whose parent is killed: they end with it, and what they leave goes with the next start.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import { answers, waitFor } from "../../scripts/servers/ready.ts";
import { exists } from "../../scripts/toolchain/cache.ts";
import { isAlive, type ProcessIdentity } from "../../scripts/toolchain/process-identity.ts";
import type { Told } from "./start-in-a-process.ts";

const SIDE_BY_SIDE = 4;
/** For four JVMs that start at once on a machine that has other work. */
const START_DEADLINE_MILLISECONDS = 240_000;
const END_DEADLINE_MILLISECONDS = 20_000;

class Parent implements AsyncDisposable {
  readonly launched: ProcessIdentity[] = [];
  readonly ready: { readonly folder: string; readonly url: string }[] = [];
  readonly #process: ChildProcess;
  #outliving: number | undefined;

  constructor(count: number) {
    const script = fileURLToPath(import.meta.resolve("./start-in-a-process.ts"));
    const stdio = ["ignore", "pipe", "inherit"] as const;
    // A group of its own, as a shell gives to each of its jobs.
    this.#process = spawn(process.execPath, [script, `${count}`], { stdio: [...stdio], detached: true });
    assert.ok(this.#process.stdout);
    createInterface(this.#process.stdout).on("line", (line) => {
      const told = JSON.parse(line) as Told;
      if ("launched" in told) this.launched.push(told.launched);
      else if ("ready" in told) this.ready.push({ folder: told.ready, url: told.url });
      else this.#outliving = told.outlives;
    });
  }

  async until(isSo: () => boolean): Promise<void> {
    const ended = () => this.#process.exitCode !== null;
    assert.ok(
      await waitFor(() => ended() || isSo(), START_DEADLINE_MILLISECONDS),
      "nothing was told in time",
    );
    assert.ok(!ended(), "the parent ended by itself");
  }

  async kill(whom: "the process" | "its whole group"): Promise<void> {
    const { pid } = this.#process;
    assert.ok(pid);
    if (this.#process.signalCode !== null) return;
    const exit = once(this.#process, "exit");
    process.kill(whom === "the process" ? pid : -pid, "SIGKILL");
    await exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill("its whole group");
    if (this.#outliving !== undefined) process.kill(this.#outliving, "SIGKILL");
  }
}

async function demandEnd(servers: readonly ProcessIdentity[]): Promise<void> {
  const gone = async () => (await Promise.all(servers.map(isAlive))).every((alive) => !alive);
  assert.ok(await waitFor(gone, END_DEADLINE_MILLISECONDS), "a server outlived its parent");
}

test("four servers side by side answer on ports of their own, and end with a parent that is killed; the next start takes their folders away and no living server's", async () => {
  await using living = await Keycloak.start({ env: process.env });
  await using parent = new Parent(SIDE_BY_SIDE);
  await parent.until(() => parent.ready.length === SIDE_BY_SIDE);
  const { ready, launched } = parent;
  assert.equal(new Set([living.url, ...ready.map(({ url }) => url)]).size, SIDE_BY_SIDE + 1);
  for (const { url } of ready) assert.ok(await answers(`${url}/realms/master`), url);
  await parent.kill("the process");
  await demandEnd(launched);
  for (const { folder } of ready) assert.ok(await exists(folder), folder);
  await using next = await Keycloak.start({ env: process.env });
  for (const { folder } of ready) assert.equal(await exists(folder), false, folder);
  for (const { folder, url } of [living, next]) {
    assert.ok(await exists(folder), folder);
    assert.ok(await answers(`${url}/realms/master`), url);
  }
});

for (const whom of ["the process", "its whole group"] as const) {
  test(`a parent that is killed while its servers are still starting takes them along: ${whom}`, async () => {
    await using parent = new Parent(SIDE_BY_SIDE);
    await parent.until(() => parent.launched.length === SIDE_BY_SIDE);
    assert.equal(parent.ready.length, 0);
    await parent.kill(whom);
    await demandEnd(parent.launched);
  });
}
