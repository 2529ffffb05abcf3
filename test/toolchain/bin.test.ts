// The launchers in bin/, which must start on any Node.js.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../scripts/toolchain/run.ts";
import { temporaryFolder } from "./stand-ins.ts";

const bin = fileURLToPath(import.meta.resolve("../../bin"));

/** A copy of bin/ in a folder of its own, with a script that says which Node.js runs it and its words. */
async function clone() {
  const folder = await temporaryFolder();
  const path = (...names: string[]) => join(folder.path, ...names);
  await cp(bin, path("bin"), { recursive: true });
  await mkdir(path("scripts"));
  const say = "console.log(process.env.DESKREALM_NODE ?? 'own', process.argv.slice(2).join());";
  await writeFile(
    path("scripts", "cli.ts"),
    `export async function main(): Promise<void> { ${say} process.exitCode = 3; }\n`,
  );
  await writeFile(path("package.json"), '{ "type": "module" }');
  await writeFile(path("package-lock.json"), "{}");
  await writeFile(
    path("old-node.cjs"),
    "Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } });",
  );
  // Stands in for npm: notes its words, and leaves what npm leaves.
  await writeFile(
    path("npm.cjs"),
    `const fs = require("fs"); fs.mkdirSync("node_modules", { recursive: true });
     fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
     if (process.env.NPM_FAILS) process.exit(7);
     fs.writeFileSync("node_modules/.package-lock.json", "{}");`,
  );
  const env = { PATH: process.env["PATH"], npm_execpath: path("npm.cjs") };
  const node = async (...args: string[]) => {
    const { code, output } = await run(process.execPath, args, { env, cwd: folder.path });
    return { code, output };
  };
  const npmCalls = async () =>
    (await readFile(path("npm-calls"), "utf8").catch(() => "")).split("\n").length - 1;
  return { path, env, node, npmCalls, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function addPrivateNode(path: (...names: string[]) => string): Promise<string> {
  const file = path("node_modules", ".bin", "node");
  await mkdir(dirname(file), { recursive: true });
  await symlink(process.execPath, file);
  return file;
}

suite("deskrealm.cjs", () => {
  test("runs the command, with its words and exit code", async () => {
    await using c = await clone();
    assert.deepEqual(await c.node(c.path("bin", "deskrealm.cjs"), "a", "b"), {
      code: 3,
      output: "own a,b\n",
    });
  });

  test("on an old Node.js runs the private one", async () => {
    await using c = await clone();
    const own = await addPrivateNode(c.path);
    const { code, output } = await c.node(
      "--require",
      c.path("old-node.cjs"),
      c.path("bin", "deskrealm.cjs"),
      "a",
    );
    assert.deepEqual({ code, output }, { code: 3, output: `${own} a\n` });
  });

  test("on an old Node.js without a private one says what to do", async () => {
    await using c = await clone();
    const { code, output } = await c.node(
      "--require",
      c.path("old-node.cjs"),
      c.path("bin", "deskrealm.cjs"),
    );
    assert.equal(code, 1);
    assert.match(output, /^error node-too-old: .*22\.18.*20\.1\.0\.\nhint: run npm install/);
  });
});

suite("bootstrap.cjs", () => {
  const script = "console.log('script', process.argv.slice(2).join()); process.exitCode = 5;";

  test("brings the packages once, and again when the lock file changes", async () => {
    await using c = await clone();
    await writeFile(c.path("s.mjs"), script);
    const start = () => c.node(c.path("bin", "bootstrap.cjs"), "s.mjs", "a");
    const first = await start();
    assert.equal(first.code, 5);
    assert.match(first.output, /npm install\nscript a\n$/);
    assert.deepEqual(await start(), { code: 5, output: "script a\n" });
    // A checkout may touch the file without changing it.
    await utimes(c.path("package-lock.json"), new Date(), new Date(Date.now() + 60_000));
    await start();
    assert.equal(await c.npmCalls(), 1);
    await writeFile(c.path("package-lock.json"), '{ "changed": true }');
    await start();
    assert.equal(await c.npmCalls(), 2);
  });

  test("trusts an npm install that the person made, until the lock file is newer", async () => {
    await using c = await clone();
    await writeFile(c.path("s.mjs"), script);
    await mkdir(c.path("node_modules"));
    await writeFile(c.path("node_modules", ".package-lock.json"), "{}");
    await c.node(c.path("bin", "bootstrap.cjs"), "s.mjs");
    assert.equal(await c.npmCalls(), 0);
    await utimes(c.path("package-lock.json"), new Date(), new Date(Date.now() + 60_000));
    await c.node(c.path("bin", "bootstrap.cjs"), "s.mjs");
    assert.equal(await c.npmCalls(), 1);
  });

  test("ends with npm's code where npm fails, and tries again next time", async () => {
    await using c = await clone();
    await writeFile(c.path("s.mjs"), script);
    const args = [c.path("bin", "bootstrap.cjs"), "s.mjs"];
    const failed = await run(process.execPath, args, { env: { ...c.env, NPM_FAILS: "1" }, cwd: c.path() });
    assert.equal(failed.code, 7);
    assert.doesNotMatch(failed.output, /script/);
    assert.equal((await c.node(...args)).code, 5);
  });

  test("stays in the foreground and passes SIGTERM on", async () => {
    await using c = await clone();
    const waits =
      "process.on('SIGTERM', () => { console.log('cleaned'); process.exit(6); }); console.log('up'); setInterval(() => {}, 1e6);";
    await writeFile(c.path("s.mjs"), waits);
    const child = spawn(process.execPath, [c.path("bin", "bootstrap.cjs"), "s.mjs"], {
      cwd: c.path(),
      env: c.env,
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said === "up\n") child.kill("SIGTERM");
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    assert.deepEqual([code, said], [6, "up\ncleaned\n"]);
  });
});
