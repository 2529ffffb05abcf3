// The SDK must not load what only a serialised function needs, and a serialised function must still work.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");

/** What a program in a process of its own prints, as JSON. */
async function answerOf(program: string): Promise<unknown> {
  const start = `
    import { createRequire } from "node:module";
    import { loadWhenUsed } from "./infra/load-when-used.ts";
    const require = createRequire(import.meta.url);
    loadWhenUsed(require.resolve("@pulumi/pulumi"));
    const pulumi = await import("@pulumi/pulumi");
    const modules = (name) => Object.keys(require.cache).filter((file) => file.includes(\`/node_modules/\${name}/\`)).length;
  `;
  const words = ["--input-type=module", "--eval", start + program];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  return JSON.parse(stdout);
}

test("importing the SDK leaves npm's tree reader and TypeScript's compiler aside", async () => {
  const counts = await answerOf(
    `console.log(JSON.stringify([modules("@npmcli/arborist"), modules("pacote"), modules("typescript")]));`,
  );
  // One entry each is the stand-in.
  assert.deepEqual(counts, [1, 0, 1]);
});

test("a function can still be serialised: both load then", async () => {
  const [text, compiled, packed] = (await answerOf(`
    const number = 41;
    const { text } = await pulumi.runtime.serializeFunction(() => number + 1);
    const packages = await pulumi.runtime.computeCodePaths();
    console.log(JSON.stringify([text, modules("typescript"), packages.size]));
  `)) as [string, number, number];
  assert.match(text, /number \+ 1/);
  assert.ok(compiled > 0);
  assert.ok(packed > 10, `${packed} packages`);
});
