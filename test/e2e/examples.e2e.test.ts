// The published package and the examples that stand on it: packed, installed from the tarball, type-checked, run.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "node:test";
import { findOnPath } from "../../scripts/toolchain/find-on-path.ts";
import { run } from "../../scripts/toolchain/run.ts";
import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";
import { inSuite } from "../support/in-suite.ts";
import { type Installed, npm, Packed } from "../support/packed.ts";
import { keycloakEnvironment } from "../support/project.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { realms } from "../support/test-realms.ts";

const ROOT = join(import.meta.dirname, "../..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

const packed = inSuite(async () => {
  await ensureToolchain({ env: process.env });
  return Packed.make();
});
const nodeTest = inSuite(() => packed.install("examples/node-test"));

/** The person's own Keycloak is none of a test's, and the test runner's variables none of another's. */
function environment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const foreign = /^(KEYCLOAK_|PULUMI_|DESKREALM_(?!CACHE)|NODE_|npm_|GITHUB_|CHROMIUM$)/;
  const kept = Object.entries(process.env).filter(
    ([name]) => !foreign.test(name) || /^NODE_EXTRA_CA/.test(name),
  );
  return { ...Object.fromEntries(kept), ...own };
}

async function typeCheck(folder: string): Promise<void> {
  const { code, output } = await run(process.execPath, [TSC, "-p", folder], { env: {}, cwd: folder });
  assert.equal(code, 0, output);
}

suite("the package", () => {
  test("has whole JavaScript, and declarations of what is public alone", async () => {
    const folder = join(nodeTest.folder, "node_modules/deskrealm");
    assert.deepEqual(packed.files.filter((file) => file.endsWith(".d.ts")).sort(), [
      "dist/infra/diagnostics/failure.d.ts",
      "dist/scripts/testing/ephemeral-realm.d.ts",
      "dist/scripts/testing/index.d.ts",
      "dist/scripts/testing/types.d.ts",
    ]);
    for (const file of packed.files.filter((one) => one.endsWith(".js"))) {
      const text = await readFile(join(folder, file), "utf8");
      // infra/main.js and the plugin's choose between the repository and the package.
      if (file.startsWith("dist/")) assert.doesNotMatch(text, /\b(from|import\() ?"\.[^"]*\.ts"/, file);
    }
    for (const file of packed.files.filter((one) => one.endsWith(".d.ts")))
      assert.doesNotMatch(await readFile(join(folder, file), "utf8"), /\bany\b[;,)\]>]/, file);
    const inside = await run(process.execPath, ["-e", 'import("deskrealm/dist/scripts/cli.js")'], {
      env: {},
      cwd: nodeTest.folder,
    });
    assert.match(inside.output, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  test("bears out the documentation: each piece of TypeScript in it has the types that it claims", () =>
    checkDocs(nodeTest));
});

/** The page's TypeScript, with nothing of this repository's around it, under the strictest rules. */
async function checkDocs({ folder }: Installed): Promise<void> {
  const page = await readFile(join(ROOT, "docs/ephemeral.md"), "utf8");
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  assert.ok(blocks.length >= 3);
  const docs = join(folder, "docs");
  await mkdir(docs);
  for (const [index, block] of blocks.entries()) await writeFile(join(docs, `block-${index}.ts`), block);
  const config = {
    extends: "../tsconfig.json",
    compilerOptions: { skipLibCheck: false, exactOptionalPropertyTypes: true, lib: ["es2022", "dom"] },
    include: ["*.ts"],
  };
  await writeFile(join(docs, "tsconfig.json"), JSON.stringify(config));
  await typeCheck(docs);
  // The example's own tests are next.
  await rm(docs, { recursive: true });
}

suite("examples", () => {
  test("node --test and vitest, on a Keycloak that is there: people log in, and nothing is left", async () => {
    await using keycloak = await startKeycloak();
    const env = environment(keycloakEnvironment(keycloak, keycloak.url));
    await using vitest = await packed.install("examples/vitest");
    for (const { folder } of [nodeTest, vitest]) {
      await typeCheck(folder);
      await npm(["test"], folder, env);
      assert.deepEqual(await realms(keycloak.admin), []);
    }
  });

  test("Playwright, in Chromium, on a Keycloak of the tests' own, which is gone with them", async () => {
    const chromium = await findOnPath("chromium", process.env);
    assert.ok(chromium, "There is no 'chromium' on PATH: install it (Debian: apt-get install chromium).");
    await using installed = await packed.install("examples/playwright");
    await typeCheck(installed.folder);
    const temporary = join(installed.folder, "temporary");
    await mkdir(temporary);
    const said = await npm(
      ["test"],
      installed.folder,
      environment({ CHROMIUM: chromium, TMPDIR: temporary }),
    );
    assert.match(said, /2 passed/);
    const left = (await readdir(temporary)).filter((file) => file.startsWith("deskrealm-"));
    assert.deepEqual(left, []);
  });
});
