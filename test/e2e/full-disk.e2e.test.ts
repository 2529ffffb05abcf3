// A disk that is full in the middle of up: what was made and is not in the state comes back into it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../scripts/toolchain/run.ts";
import { assertAccount, FaultyStack } from "../support/faulty-stack.ts";
import { expectCode } from "../support/project.ts";
import { startKeycloak } from "../support/test-keycloak.ts";

/** Room for a state of some resources, and not for all. */
const SMALL = "60k";

/** A disk of its own at the folder. */
async function mount(folder: string, ...words: string[]): Promise<AsyncDisposable> {
  const { code, output } = await run("mount", ["-t", "tmpfs", ...words, "none", folder], {
    env: process.env,
  });
  assert.equal(code, 0, `The test of a full disk mounts a small one, for which it has to be root: ${output}`);
  return {
    async [Symbol.asyncDispose]() {
      await run("umount", [folder], { env: process.env });
    },
  };
}

test("a full disk is told as such, and with room again the same command gets home", async () => {
  await using keycloak = await startKeycloak();
  await using stack = await FaultyStack.create({ name: "disk", account: keycloak, urls: [keycloak.url] });
  const folder = join(stack.project.root, "small");
  await mkdir(folder);
  await using _small = await mount(folder, "-o", `size=${SMALL}`);
  stack.project.env = { ...stack.project.env, PULUMI_BACKEND_URL: `file://${folder}` };
  const { stderr } = assertAccount(await stack.run("up"));
  assert.match(stderr, /Pulumi's state could not be written: write .*\.json: no space left on device/);
  await run("mount", ["-o", "remount,size=20m", folder], { env: process.env });
  expectCode(await stack.run("up"), 0);
  await stack.assertHome(keycloak.url);
});
