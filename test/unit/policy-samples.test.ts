// Every rule has a sample that it finds something in and one that it lets pass.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isDiagnosticCode } from "../../infra/diagnostics/catalogue.ts";
import { RULES } from "../../infra/policy/rules.ts";
import { found, policySamples } from "../support/policy-sample.ts";

const samples = policySamples();

for (const sample of samples) {
  test(`${sample.name} earns what it announces`, () => {
    assert.equal(sample.expected.length > 0, sample.kind === "bad", "what the name says");
    assert.deepEqual(found(sample), sample.expected);
  });
}

test("every rule has a failing and a passing sample, and every sample a rule", () => {
  const names = RULES.flatMap(({ code }) => [`${code}.bad.yaml`, `${code}.good.yaml`]);
  assert.deepEqual(
    samples.map(({ name }) => name),
    names.sort(),
  );
});

test("codes are no diagnostic's, and every rule over the model has a reference", () => {
  assert.ok(RULES.length >= 30);
  for (const { code, reason, summary, references } of RULES) {
    assert.ok(!isDiagnosticCode(code), code);
    assert.match(code, /^[a-z]+(-[a-z]+)+$/);
    assert.match(reason, /\.$/, code);
    assert.doesNotMatch(summary, /\.$/, code);
    assert.ok(references.length > 0 || code.startsWith("exception-"), code);
  }
});
