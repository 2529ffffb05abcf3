// What holds for every text and for every valid spec.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isDiagnosticCode } from "../../infra/diagnostics/catalogue.ts";
import { renderDiagnostic } from "../../infra/diagnostics/render.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import { canonical } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { arbitrarySpec } from "../support/arbitrary-spec.ts";
import { badSamples } from "../support/bad-sample.ts";
import { fuzz } from "../support/fuzz.ts";
import { goodSpecs } from "../support/good-spec.ts";

const VALUES = { variables: {}, env: {} };

/** Reads the text and renders what is wrong with it; every position has to be in the text. */
function read(text: string) {
  const { value, diagnostics, text: shown } = loadSpec(text, "spec.yaml", VALUES);
  const lines = text.split("\n");
  // A text without an end is not shown at all.
  const isEndless = shown === "" && diagnostics.some(({ code }) => code === "too-large");
  assert.ok(isEndless || shown.length === text.length);
  for (const found of diagnostics) {
    assert.ok(isDiagnosticCode(found.code));
    const { start, end } = found.range;
    assert.ok(start.line >= 1 && start.line <= lines.length, `line ${start.line} of ${lines.length}`);
    assert.ok(start.column >= 1 && start.column <= (lines[start.line - 1]?.length ?? 0) + 1);
    assert.ok(end.line > start.line || (end.line === start.line && end.column >= start.column));
    assert.ok(renderDiagnostic(found, shown).length > 0);
  }
  const broken = diagnostics.some(({ severity }) => severity === "error");
  assert.equal(value === undefined, broken);
  return value;
}

const texts = [...goodSpecs(), ...badSamples()].map(({ text }) => text);
const pieces = [
  "{",
  "}",
  "[",
  "]",
  ":",
  "- ",
  "? ",
  "&a ",
  "*a",
  "!t ",
  "|",
  "\t",
  "\n",
  "'",
  '"',
  "#",
  "${var:",
  "<<: ",
  "---\n",
  "\u0000",
  "ü",
];

test("no text makes it throw", () => {
  const piece = fc.oneof(
    fc.constantFrom(...pieces, "helpdesk", "otrs", "url", "agents", "users"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
      read(parts.join(""));
    }),
    fuzz(400),
  );
});

test("no cut, no insertion and no swap in a spec makes it throw", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(12),
      fc.constantFrom("", ...pieces),
      (text, at, cut, piece) => {
        const start = at % text.length;
        read(text.slice(0, start) + piece + text.slice(start + cut));
      },
    ),
    fuzz(600),
  );
});

test("deep nesting and many aliases are refused in words", () => {
  const nested = loadSpec(`helpdesk: ${"[".repeat(20_000)}`, "spec.yaml", VALUES);
  assert.ok(nested.diagnostics.length > 0);
  const bomb = ["a: &a [1, 1]", ...Array.from({ length: 150 }, (_, index) => `k${index}: *a`)].join("\n");
  assert.deepEqual(
    loadSpec(bomb, "spec.yaml", VALUES).diagnostics.map(({ code }) => code),
    ["yaml-syntax"],
  );
});

test("a valid spec expands, always to the same, and differs from itself in nothing", () => {
  fc.assert(
    fc.property(arbitrarySpec, (data) => {
      const loaded = read(JSON.stringify(data, null, 1));
      assert.ok(loaded, "the generated spec is not valid");
      const [first, second] = [expandSpec(loaded.spec), expandSpec(loaded.spec)];
      assert.deepEqual(first.model, second.model);
      assert.deepEqual(first.origins, second.origins);
      assert.deepEqual(diffModels(first.model, second.model), []);
      assert.deepEqual(JSON.parse(JSON.stringify(canonical(first.model))), canonical(first.model));
    }),
    fuzz(300),
  );
});
