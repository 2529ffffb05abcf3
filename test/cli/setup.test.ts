// What `setup` brings, as far as it can be told without bringing it.

import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cli } from "../support/run-cli.ts";

test("setup leaves out what it is told to, Pulumi too", async () => {
  const cache = await mkdtemp(join(tmpdir(), "deskrealm-setup-test-"));
  try {
    const env = { DESKREALM_CACHE: cache, PATH: process.env["PATH"] };
    const { code, stdout, stderr } = await cli(["setup", "--no-pulumi", "--no-keycloak"], { env });
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
    assert.deepEqual(await readdir(cache), []);
  } finally {
    await rm(cache, { recursive: true });
  }
});
