// Every failing sample gives exactly the diagnostics that it announces, and every code has a sample.

import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "../../infra/diagnostics/catalogue.ts";
import { renderDiagnostic } from "../../infra/diagnostics/render.ts";
import { loadModel } from "../../infra/load-model.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { actual, badSamples } from "../support/bad-sample.ts";

const VALUES = { variables: {}, env: {} };
const samples = badSamples();

for (const { name, text, expected } of samples) {
  test(`${name} gives what it announces`, () => {
    const { value, diagnostics } = loadSpec(text, name, VALUES);
    assert.notDeepEqual(expected, [], "the sample announces nothing");
    assert.deepEqual(actual(diagnostics, expected), expected);
    assert.equal(
      value === undefined,
      expected.some((line) => line.includes(" error ")),
    );
    for (const { detail, hint } of diagnostics) {
      assert.ok(detail !== "" && hint !== "");
      assert.doesNotMatch(`${detail} ${hint}`, /undefined|\[object/);
    }
  });
}

test("diagnostics come in the order of their places", () => {
  for (const { name, text } of samples) {
    const places = loadSpec(text, name, VALUES).diagnostics.map(({ range: { start } }) => [
      start.line,
      start.column,
    ]);
    assert.deepEqual(
      places,
      places.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d),
      name,
    );
  }
});

test("every code of the catalogue has a failing sample", async () => {
  const missing = await loadModel("/nowhere/spec.yaml", "spec.yaml", VALUES);
  const seen = [
    ...samples.flatMap(({ text, name }) => loadSpec(text, name, VALUES).diagnostics),
    ...missing.diagnostics,
  ].map(({ code }) => code);
  assert.deepEqual([...new Set(seen)].sort(), Object.keys(catalogue).sort());
});

test("a word that is nearly a known one gets that one as the hint", () => {
  const meant: Readonly<Record<string, readonly string[]>> = {
    "unknown-key-top.yaml": ["agents", "customers"],
    "unknown-key-realm.yaml": ["roles", "realm"],
    "unknown-key-settings.yaml": ["resetPassword", "login", "sessions", "accessToken"],
    "unknown-key-smtp.yaml": ["host"],
    "unknown-key-client.yaml": ["redirectUris"],
    "unknown-key-attribute.yaml": ["required"],
    "unknown-key-user.yaml": ["firstName"],
    "unknown-key-brute-force.yaml": ["maxLoginFailures"],
    "unknown-key-config.yaml": ["remoteCheck", "roleSync"],
    "helpdesk-unknown.yaml": ["otrs"],
    "value-unknown.yaml": ["ENABLED"],
    "role-unknown.yaml": ["Admin"],
    "policy-exception.yaml": ["production", "redirect-below-base", "agents"],
    "secret-misspelt.yaml": ["password"],
  };
  for (const [name, words] of Object.entries(meant)) {
    const text = samples.find((sample) => sample.name === name)?.text ?? "";
    const hints = loadSpec(text, name, VALUES).diagnostics.map(({ hint }) => hint);
    for (const word of words)
      assert.ok(hints.includes(`did you mean ${word}?`), `${name}: ${word}\n${hints.join("\n")}`);
  }
});

test("a diagnostic shows place, fault, line, carets and what to write", () => {
  const text =
    "helpdesk: otrs\nurl: https://otrs.acme.example\nagents:\n\u0020 roles: [Agent, Admin, Admin]\n";
  const { diagnostics, text: shown } = loadSpec(text, "realms/acme.yaml", VALUES);
  assert.deepEqual(
    diagnostics.map((found) => renderDiagnostic(found, shown)),
    [
      [
        "realms/acme.yaml:4:25 error duplicate-role",
        '  Role named twice: "Admin" is "Admin" once more',
        "  4 |   roles: [Agent, Admin, Admin]",
        "    |                         ^^^^^",
        "  hint: keep one of the two",
      ].join("\n"),
    ],
  );
});
