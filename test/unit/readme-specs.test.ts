// Every YAML in the documentation is a spec that the product's own check lets through.

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadSpec } from "../../infra/spec/load.ts";

const ROOT = join(import.meta.dirname, "../..");

for (const file of [
  "README.md",
  "CONTRIBUTING.md",
  "docs/policy.md",
  "docs/ephemeral.md",
  ...globSync("docs/helpdesks/*.md", { cwd: ROOT }),
]) {
  test(`the YAML in ${file} has no problems`, () => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
    if (file === "README.md") assert.ok(blocks.length > 0, "README.md shows a spec");
    for (const block of blocks) {
      const { diagnostics } = loadSpec(block, file, { variables: {}, env: {} });
      assert.deepEqual(diagnostics, []);
    }
  });
}

test("README.md shows the spec of `npm start` as it is", () => {
  const shown = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1];
  const spec = readFileSync(join(ROOT, "realms/otrs.yaml"), "utf8").replace(/^#.*\n/gm, "");
  assert.equal(shown, spec);
});
