// A reader that has seen enough, as `| head -1`, ends nothing.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../scripts/project-root.ts";

test("a pipe that is closed early is no error", async () => {
  const root = projectRoot();
  const words = [join(root, "bin/deskrealm.cjs"), "explain", "realms/acme.yaml"];
  const child = spawn(process.execPath, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  assert.deepEqual([code, said.join("")], [0, ""]);
});
