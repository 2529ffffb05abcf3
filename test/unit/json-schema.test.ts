// The JSON Schema is fresh, takes every valid spec, and refuses what has not a spec's shape.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import type { DiagnosticCode } from "../../infra/diagnostics/catalogue.ts";
import { type JsonSchema, specJsonSchema } from "../../infra/spec/json-schema.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { badSamples } from "../support/bad-sample.ts";
import { goodSpecs } from "../support/good-spec.ts";
import { keyPaths, nodesOf } from "../support/json-schema-keys.ts";

const schema = specJsonSchema();
const validate = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

test("schema/deskrealm.schema.json is what the types give", () => {
  const file = join(import.meta.dirname, "../../schema/deskrealm.schema.json");
  assert.equal(readFileSync(file, "utf8"), `${JSON.stringify(schema, null, 2)}\n`, "run: npm run schema");
});

test("every key has a description, and no mapping takes unknown keys", () => {
  for (const [path, node] of nodesOf(schema)) {
    if (node["type"] === "object" && node["if"] === undefined)
      assert.notEqual(node["additionalProperties"], undefined, path);
    if (!path.endsWith("*") && path !== "") assert.equal(typeof node["description"], "string", path);
  }
  assert.ok(keyPaths(schema).length > 200);
});

for (const { name, text } of goodSpecs()) {
  test(`${name} is valid for an editor`, () => {
    assert.ok(validate(parsePlain(text)), JSON.stringify(validate.errors, null, 2));
  });
}

/** What is about the shape of a spec, not about what stands in its values. */
const SHAPE: readonly DiagnosticCode[] = [
  "unknown-key",
  "wrong-type",
  "missing-key",
  "value",
  "number-range",
  "out-of-range",
  "helpdesk-unknown",
  "duration",
  "secret-in-clear",
];

test("an editor refuses every fault of shape of the failing samples", () => {
  const tried = new Set<string>();
  for (const { name, text } of badSamples()) {
    const found = loadSpec(text, name, { variables: {}, env: {} }).diagnostics.map(({ code }) => code);
    const shape = found.filter((code) => SHAPE.includes(code));
    // A variable's value is not an editor's to know, and what is no YAML never reaches it.
    if (shape.length === 0 || found.includes("yaml-syntax") || found.includes("duplicate-key")) continue;
    if (name === "variable-of-wrong-type.yaml" || name === "unknown-key-proto.yaml") continue;
    for (const code of shape) tried.add(code);
    assert.equal(validate(parsePlain(text)), false, name);
  }
  assert.deepEqual(tried, new Set(SHAPE));
});

test("a choice, a number and a flag may be references, and nothing but references beside", () => {
  const spec = (agents: JsonSchema) => ({ helpdesk: "otrs", url: "https://otrs.acme.example", agents });
  assert.ok(
    validate(
      spec({ sslRequired: "${var:SSL:-all}", username: { minLength: "${env:MIN}" }, bruteForce: "${var:B}" }),
    ),
  );
  assert.ok(!validate(spec({ username: { minLength: "2" } })));
  assert.ok(!validate(spec({ sslRequired: "x${var:SSL}" })));
});
