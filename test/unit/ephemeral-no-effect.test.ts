// Who is there in test realms has no effect on the spec's own: `up`, `drift`, `audit` and `explain` are functions of
// what is compared here, and `export` reads a server alone.

import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import { type LoadedModel, modelOf } from "../../infra/load-model.ts";
import { auditExpansion } from "../../infra/policy/audit.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { showExplanation } from "../../scripts/views/explain.ts";
import { goodSpecs } from "../support/good-spec.ts";
import { sampleValues } from "../support/sample-specs.ts";

function load(data: unknown, text: string): LoadedModel {
  const { value } = modelOf(JSON.stringify(data), "spec.yaml", sampleValues(text));
  assert.ok(value);
  return value;
}

function explained(loaded: LoadedModel): string {
  const chunks: string[] = [];
  const stdout = new Writable({ write: (chunk, _, done) => done(void chunks.push(String(chunk))) });
  showExplanation("spec.yaml", loaded, true, stdout);
  return chunks.join("");
}

const withPart = goodSpecs().filter(({ text }) => text.includes("\nephemeral:"));

test("some samples say who is there in test realms", () => {
  assert.ok(withPart.length >= 3);
});

for (const { name, text } of withPart) {
  test(`${name} means the same without it`, () => {
    const { ephemeral, ...rest } = parsePlain(text) as Record<string, unknown>;
    assert.ok(ephemeral);
    // At the end, so that no line moves.
    const [one, other] = [load({ ...rest, ephemeral }, text), load(rest, text)];
    for (const key of [
      "model",
      "origins",
      "policy",
      "logins",
      "loginRoles",
      "backendUrl",
      "authorities",
    ] as const)
      assert.deepEqual(one[key], other[key], key);
    assert.deepEqual(auditExpansion(one, "2026-06-01"), auditExpansion(other, "2026-06-01"));
    assert.equal(explained(one), explained(other));
  });
}
