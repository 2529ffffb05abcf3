// docs/policy.md is what the rules say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RULES } from "../../infra/policy/rules.ts";
import { policyPage } from "../../scripts/audit/policy-page.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/policy.md"), "utf8");

test("docs/policy.md is fresh", () => {
  assert.equal(page, policyPage(), "run: npm run docs");
});

test("every rule is on the page with its reason and its references", () => {
  for (const { code, reason, references } of RULES) {
    const section = page.split(`\n### ${code}\n`)[1]?.split("\n### ")[0] ?? "";
    assert.ok(section.includes(reason), code);
    for (const { text, url } of references) assert.ok(section.includes(`[${text}](${url})`), code);
  }
});
