// Test realms whose run was killed, and those on a Keycloak of their own: `gc` or the next command gets them.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { waitFor } from "../../scripts/servers/ready.ts";
import { isAlive, type ProcessIdentity } from "../../scripts/toolchain/process-identity.ts";
import { FaultyProxy, type When } from "../support/faulty-proxy.ts";
import { inSuite } from "../support/in-suite.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { later, logInTo, realms } from "../support/test-realms.ts";
import { TestRuns } from "../support/test-runs.ts";

const keycloak = inSuite(() => startKeycloak());
const runs = inSuite(() => TestRuns.create(keycloak));

describe("a run that is killed", () => {
  const words = ["up", "spec.yaml", "--name", "killed", "--url", "https://killed.example", "--ttl", "30m"];

  /** Until nothing of it is left, also of what the server was still at when the process went. */
  async function collectAll(env: Record<string, string>): Promise<void> {
    const clean = async () => {
      const { code, stderr } = await runs.run(["gc"], { now: later, env });
      assert.equal(code, 0, stderr);
      return (await realms(keycloak.admin)).length === 0;
    };
    assert.ok(await waitFor(clean, 120_000), `left: ${await realms(keycloak.admin)}`);
    assert.deepEqual(await runs.kept(), []);
  }

  const NEVER = () => new Promise<never>(() => {});
  const making: When = { method: "POST", path: /\/admin\/realms$/ };
  for (const { stage, fault, when, count } of [
    { stage: "before there is a realm", fault: "before", when: { ...making, times: 2 }, count: 0 },
    { stage: "when the first realm is there", fault: "before", when: { ...making, skip: 1 }, count: 1 },
    { stage: "when both are there", fault: "after", when: { ...making, times: 2 }, count: 2 },
  ] as const) {
    test(`kill -9 of up ${stage}: the next up gets home, or gc cleans it`, async () => {
      await using proxy = await FaultyProxy.before(keycloak.url);
      const env = { KEYCLOAK_URL: proxy.url };
      for (const next of ["up", "gc"]) {
        const held = proxy.fail({ kind: fault, happen: NEVER }, when);
        const isThere = async () =>
          held.hits === (when.times ?? 1) && (await realms(keycloak.admin)).length === count;
        await killWhen(words, isThere, env);
        proxy.mend();
        if (next === "up") {
          const { code, stderr } = await runs.run(words, { env });
          assert.equal(code, 0, stderr);
          await logInTo(await runs.result("killed"), "agents");
        }
        await collectAll(env);
      }
    });
  }

  test("kill -9 in the middle of down: gc cleans it", async () => {
    await using proxy = await FaultyProxy.before(keycloak.url);
    const env = { KEYCLOAK_URL: proxy.url };
    assert.equal((await runs.run(words, { env })).code, 0);
    // One realm goes, and the other one's deletion never comes to the server.
    proxy.fail({ kind: "before", happen: NEVER }, { method: "DELETE", path: /customer-users-killed$/ });
    await killWhen(["down", "killed"], async () => (await realms(keycloak.admin)).length === 1, env);
    proxy.mend();
    await collectAll(env);
  });

  test("SIGINT ends up with exit code 1 and a word, and the next one gets home", async () => {
    await using proxy = await FaultyProxy.before(keycloak.url);
    const env = { KEYCLOAK_URL: proxy.url };
    proxy.fail({ kind: "before", happen: NEVER }, { ...making, skip: 1 });
    const child = runs.start(words, env);
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const said: string[] = [];
    child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    assert.ok(await waitFor(async () => (await realms(keycloak.admin)).length > 0, 120_000), said.join(""));
    child.kill("SIGINT");
    assert.equal(await ended, 1, said.join(""));
    assert.match(said.join(""), /\nInterrupted\. /);
    proxy.mend();
    const next = await runs.run(words, { env });
    assert.equal(next.code, 0, next.stderr);
    await logInTo(await runs.result("killed"), "customers");
    await collectAll(env);
  });
});

describe("on a Keycloak of their own", () => {
  const env = { KEYCLOAK_URL: "", KEYCLOAK_USER: "", KEYCLOAK_PASSWORD: "", KEYCLOAK_CLIENT_ID: "" };
  const up = (name: string) =>
    runs.run(["up", "spec.yaml", "--name", name, "--url", `https://${name}.example`, "--embedded"], { env });
  const processOf = async (name: string) => {
    const file = join(runs.cache, "ephemeral/embedded", name, "server.json");
    return (JSON.parse(await readFile(file, "utf8")) as { process: ProcessIdentity }).process;
  };

  test("two side by side; down ends one, gc one past its time and one that was killed", async () => {
    const both = await Promise.all([up("one"), up("two")]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      both.map(({ stderr }) => stderr).join(""),
    );
    const [one, two] = [await runs.result("one"), await runs.result("two")];
    const processes = [await processOf("one"), await processOf("two")] as const;
    assert.notEqual(one.keycloak, two.keycloak);
    await logInTo(one, "agents");
    await logInTo(two, "customers");
    const extended = await runs.run(["extend", "two", "--ttl", "2d"], { env });
    assert.equal(extended.code, 0, extended.stderr);
    const listed = await runs.run(["list"], { env });
    assert.match(listed.stdout, /^one {2}for .*\n.*, its own\n {2}otrs-agents-one: 1 person$/m);
    const early = await runs.run(["gc"], { env, now: later });
    assert.equal(early.stdout, "Gone: the Keycloak of one\n");
    assert.deepEqual(await Promise.all(processes.map(isAlive)), [false, true]);
    const down = await runs.run(["down", "two"], { env });
    assert.equal(down.stdout, "The test realms two are gone, with their Keycloak.\n");
    assert.equal(await isAlive(processes[1]), false);
    assert.equal((await runs.run(["down", "two"], { env })).stdout, "There are no test realms two.\n");
    assert.deepEqual(await readdir(join(runs.cache, "ephemeral/embedded")), []);
  });

  test("kill -9 while it starts: gc ends the server that was left", async () => {
    const words = ["up", "spec.yaml", "--name", "left", "--url", "https://left.example", "--embedded"];
    const started = async () => (await processOf("left").catch(() => undefined)) !== undefined;
    await killWhen(words, started);
    const left = await processOf("left");
    const { stdout, stderr } = await runs.run(["gc"], { env, now: later });
    assert.equal(stdout, "Gone: the Keycloak of left\n", stderr);
    assert.equal(await isAlive(left), false);
  });
});

/** Starts a command, waits for something and ends the whole group at once. */
async function killWhen(
  words: readonly string[],
  isSo: () => Promise<boolean>,
  env: Record<string, string> = {},
): Promise<void> {
  const child = runs.start(words, env);
  const said: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("exit", (_, signal) => resolve(signal));
  });
  const soon = await waitFor(async () => child.exitCode !== null || (await isSo()), 180_000);
  assert.ok(soon && child.exitCode === null, said.join(""));
  process.kill(-(child.pid ?? assert.fail()), "SIGKILL");
  assert.equal(await ended, "SIGKILL");
}
