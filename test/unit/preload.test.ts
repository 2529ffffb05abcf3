// The SDK must not load what this program has no use for, and what is put off must still work.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");

const MODULES = `
    import { createRequire } from "node:module";
    const require = createRequire(import.meta.url);
    const inCache = (part) => (file) => file.includes(\`/node_modules/\${part}\`);
    const modules = (part) => Object.keys(require.cache).filter(inCache(part)).length;
`;

/** What a program in a process of its own prints, as JSON; Pulumi's runtime is loaded as its command loads it. */
async function answerOf(program: string, words: readonly string[] = []): Promise<unknown> {
  const start = `
    const sdk = createRequire(require.resolve("@pulumi/pulumi"));
    sdk("source-map-support/register");
    const tracing = sdk("./cmd/run/tracing");
    await sdk("./runtime/closure/v8Hooks").isInitializedAsync();
    const pulumi = await import("@pulumi/pulumi");
  `;
  return run(["--require", "deskrealm/preload"], start + program, words);
}

async function run(
  flags: readonly string[],
  program: string,
  words: readonly string[] = [],
): Promise<unknown> {
  // From the folder that Pulumi runs the program in.
  const options = { cwd: join(ROOT, "infra"), env: { ...process.env, TRACEPARENT: undefined } };
  const code = ["--input-type=module", "--eval", MODULES + program];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, ...code, "--", ...words],
    options,
  );
  return JSON.parse(stdout);
}

test("what the program has no use for is left aside", async () => {
  const counts = await answerOf(`
    const parts = ["@npmcli/arborist", "typescript", "js-yaml", "semver", "source-map-support", "@opentelemetry",
      "@pulumi/pulumi/automation", "pacote", "execa", "source-map/"];
    console.log(JSON.stringify(parts.map(modules)));
  `);
  // One entry each is the stand-in.
  assert.deepEqual(counts, [1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
});

test("deskrealm's own commands leave it aside too", async () => {
  const program = `
    const { openStack } = await import("../scripts/stack/workspace.ts");
    const parts = ["@npmcli/arborist", "typescript", "js-yaml", "source-map-support", "source-map/"];
    console.log(JSON.stringify([typeof openStack, ...parts.map(modules)]));
  `;
  assert.deepEqual(await run([], program), ["function", 1, 1, 1, 1, 0]);
});

test("a function can still be serialised: what that takes loads then", async () => {
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

test("the Automation API is there for whoever asks for it", async () => {
  assert.equal(
    await answerOf(`console.log(JSON.stringify(typeof pulumi.automation.LocalWorkspace.create));`),
    "function",
  );
});

test("a run that is traced has its tracing", async () => {
  const spans = `console.log(JSON.stringify([typeof tracing.start, modules("@opentelemetry/api/") > 1]));`;
  assert.deepEqual(await answerOf(spans), ["undefined", false]);
  assert.deepEqual(await answerOf(spans, ["--tracing", "http://127.0.0.1:1"]), ["function", true]);
});
