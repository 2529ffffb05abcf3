// What a command waits for before it does anything: the modules that it loads.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { projectRoot } from "../../scripts/project-root.ts";

/** Imports modules of the project in a process of its own, and runs code after them. */
async function loadedBy(files: readonly string[], code = ""): Promise<string[]> {
  const urls = files.map((file) => pathToFileURL(`${projectRoot()}/${file}`).href);
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const modules = await Promise.all(${JSON.stringify(urls)}.map((url) => import(url)));
    ${code}
    console.log(JSON.stringify([...loaded, ...process.moduleLoadList]));
  `;
  const words = ["--no-warnings", "--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout) as string[];
}

/** Node's own fetch, 30 ms, and the packages of a login, 40 ms. */
const SLOW =
  /internal\/deps\/undici\/undici|node_modules\/(openid-client|jose|tough-cookie|node-html-parser)\//;

test("neither a call to a server nor its start waits for fetch or for what a login is made of", async () => {
  const start = ["infra/admin/client.ts", "scripts/servers/keycloak.ts", "scripts/servers/ready.ts"];
  const ask = `
    const { answers } = modules[2];
    if (await answers("http://127.0.0.1:1/")) throw new Error("somebody answers on port 1");
  `;
  assert.deepEqual(
    (await loadedBy(start, ask)).filter((name) => SLOW.test(name)),
    [],
  );
});

test("a login is seen to load them", async () => {
  const loaded = await loadedBy(["scripts/login/login.ts", "scripts/login/fetch.ts"]);
  assert.equal(new Set(loaded.flatMap((name) => SLOW.exec(name)?.[0] ?? [])).size, 5);
});

test("whoever makes test realms loads nothing of Pulumi's", async () => {
  const commands = ["up", "down", "extend", "gc", "list"].map((name) => `scripts/ephemeral/${name}.ts`);
  const loaded = await loadedBy(["scripts/testing/index.ts", "scripts/commands/ephemeral.ts", ...commands]);
  assert.deepEqual(
    loaded.filter((name) => name.includes("/@pulumi/")),
    [],
  );
});
