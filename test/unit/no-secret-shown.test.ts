// No output shows a secret that stands in a spec, however it stands there.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { renderDiagnostic } from "../../infra/diagnostics/render.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { badSamples } from "../support/bad-sample.ts";
import { goodSpecs } from "../support/good-spec.ts";

const MARKER = "hunter2";
const NUMBER = "90125678";

/** Everything that people see of a text: the listing, and what `check --json` prints. */
function shown(text: string): string {
  const { diagnostics, text: covered } = loadSpec(text, "spec.yaml", { variables: {}, env: {} });
  // Every line, as if each had a diagnostic.
  const lines = diagnostics.map((found) => renderDiagnostic(found, covered));
  return [...lines, covered, JSON.stringify(diagnostics)].join("\n");
}

function assertCovered(text: string, context: string): void {
  const output = shown(text);
  for (const secret of [MARKER, NUMBER])
    assert.ok(!output.includes(secret), `${context}\n${text}\n=>\n${output}`);
}

test("failing samples with secrets in clear show none of them", () => {
  const withSecrets = badSamples().filter(({ text }) => text.includes(MARKER) || text.includes(NUMBER));
  assert.ok(withSecrets.length >= 12);
  for (const { name, text } of withSecrets) assertCovered(text, name);
});

/** Ways in which a person writes a secret out. */
const WAYS = [
  MARKER,
  `"${MARKER}"`,
  `'${MARKER}, ${MARKER}'`,
  NUMBER,
  `[${MARKER}]`,
  `{ value: ${MARKER} }`,
  `{ ${MARKER} }`,
  `correct,${MARKER}`,
  `*${MARKER}`,
  `&${MARKER}`,
  `!${MARKER}`,
  `@${MARKER}`,
  `|${MARKER}`,
  `"\\${MARKER}"`,
  `#${MARKER}`,
  `"\${secret:${MARKER}!}"`,
  `"\${var:X:-${MARKER}}"`,
  `"\${secret:x}${MARKER}"`,
  `"${MARKER}`,
];
const KEYS = [
  "password",
  "temporaryPassword",
  "pasword",
  "temporaryPasword",
  "passwrod",
  "clientSecret",
  "secret",
  "pwd",
  "pssword",
  "sceret",
];

test("whatever a secret's key is called and however the value is written, it is covered", () => {
  const places = /(temporaryPassword|password): ("[^"]*"|'[^']*'|[^\s,}]+)/g;
  let planted = 0;
  for (const { name, text } of [...goodSpecs(), ...badSamples()]) {
    if (text.search(places) === -1) continue;
    for (const [index, way] of WAYS.entries()) {
      // The schema's two names, and one of the others in turn.
      for (const key of [...KEYS.slice(0, 2), KEYS[2 + ((planted + index) % (KEYS.length - 2))] ?? ""]) {
        assertCovered(
          text.replace(places, () => `${key}: ${way}`),
          `${name}: ${key}: ${way}`,
        );
        planted++;
      }
    }
  }
  assert.ok(planted > 500);
});

test("blocks and nested values of a secret are covered", () => {
  const head = "helpdesk: otrs\nurl: https://otrs.acme.example\nagents:\n  users:\n    ada:\n";
  for (const block of ["|", ">", "|-", ""]) {
    assertCovered(
      `${head}      temporaryPassword: ${block}\n        ${MARKER}\n        ${MARKER}\n      emial: x\n`,
      block,
    );
  }
  assertCovered(
    `${head}      credentials:\n        - type: password\n          value: ${MARKER}\n`,
    "credentials",
  );
  assertCovered(`${head}      attributes: { password: ${MARKER}, phone: 1 }\n`, "attribute");
  assertCovered(`${head}      email: 1 # password: ${MARKER}\n`, "comment");
});

test("user and password of a URL are covered, in every place where a URL stands", () => {
  for (const { name, text } of [...goodSpecs(), ...badSamples()]) {
    for (const credentials of [`root:${MARKER}@`, `${MARKER}@`, `root:p@${MARKER}@`, `root:/${MARKER}@`]) {
      assertCovered(
        text.replace(/(https?:\/\/)(?!root|hunter)/g, `$1${credentials}`),
        `${name}: ${credentials}`,
      );
    }
  }
});

test("a fault elsewhere in the text, of whatever kind, uncovers nothing", () => {
  const spec = [
    "helpdesk: otrs",
    "url: https://otrs.acme.example",
    "shared:",
    "  smtp: { host: mail.acme.example, from: a@acme.example, auth: { username: desk, password: hunter2 } }",
    "agents:",
    "  users:",
    "    ada:",
    "      firstName: Ada",
    "      temporaryPassword: hunter2",
    "      email: ada@acme.example",
    "",
  ];
  const line = fc.integer({ min: 0, max: spec.length - 1 });
  const junk = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom("{", "}", "[", '"', "'", "- ", "? ", "|\n", "\t", "&a ", "---"),
  );
  fc.assert(
    fc.property(line, junk, fc.boolean(), (at, text, drop) => {
      const lines = [...spec];
      // The line of a secret itself stays: without its key, nothing tells what the value is.
      const whole = lines[at] ?? "";
      lines[at] = whole.includes(MARKER) ? `${whole} ` : drop ? text : `${text}${whole}`;
      assertCovered(lines.join("\n"), "");
    }),
    { numRuns: 500 },
  );
});

test("what is no secret stays legible", () => {
  const text = [
    "helpdesk: otrs",
    "url: https://otrs.acme.example",
    "agents:",
    "  passwordPolicy: length(12)",
    "  login: { resetPassword: true }",
    "  users: { secretary@acme: { email: 'a@b', temporaryPassword: '${secret:root}' } }",
    "",
  ].join("\n");
  assert.equal(loadSpec(text, "spec.yaml", { variables: {}, env: {} }).text, text);
});
