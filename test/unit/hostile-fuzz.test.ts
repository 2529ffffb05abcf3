// Random texts, bytes and values: the loader never throws, and whatever it accepts comes back from the real
// readers of everything that is made of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { renderDiagnostics } from "../../infra/diagnostics/render.ts";
import { modelOf } from "../../infra/load-model.ts";
import { parseSource } from "../../infra/spec/source.ts";
import { configOf, StackSettings } from "../../scripts/stack/stack-file.ts";
import { badSamples } from "../support/bad-sample.ts";
import { anyCharacter } from "../support/characters.ts";
import { fuzz, typeable } from "../support/fuzz.ts";
import { goodSpecs } from "../support/good-spec.ts";
import { HOSTILE_TEXTS, HOSTILE_URLS, UNPRINTABLE } from "../support/hostile-strings.ts";
import { assertLiteral, assertWords } from "../support/literal.ts";
import { assertHarmless } from "../support/terminal.ts";

const VALUES = { variables: {}, env: {} };
const samples = [...goodSpecs(), ...badSamples()].map(({ text }) => Buffer.from(text));

/** Reads bytes as a file's; what is said of them is harmless, and stands at a place of the text. */
function read(bytes: Uint8Array): ReturnType<typeof modelOf> {
  const text = new TextDecoder().decode(bytes);
  const result = modelOf(text, "spec.yaml", VALUES);
  assertHarmless(renderDiagnostics(result.diagnostics, result.text).join("\n"), text);
  const lines = text.split("\n");
  for (const { range, hint } of result.diagnostics) {
    assert.ok(range.start.line <= lines.length && range.start.column >= 1);
    assert.ok(range.start.column <= (lines[range.start.line - 1]?.length ?? 0) + 1);
    assert.notEqual(hint, "");
  }
  const broken = result.diagnostics.some(({ severity }) => severity === "error");
  assert.equal(result.value === undefined, broken);
  return result;
}

test("no bytes at all make the loader throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(bytes)),
    fuzz(400),
  );
});

test("no changed bytes in a spec make the loader throw", () => {
  const change = fc.record({ at: fc.nat(), cut: fc.nat(8), put: fc.uint8Array({ maxLength: 4 }) });
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      (sample, changes) => {
        const changed = changes.reduce<Uint8Array>((bytes, { at, cut, put }) => {
          const start = at % (bytes.length + 1);
          return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + cut)]);
        }, sample);
        read(changed);
      },
    ),
    fuzz(400),
  );
});

/** Anything that YAML can say, in flow style. */
const anything = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      1e99,
      "",
      ...HOSTILE_TEXTS,
      ...HOSTILE_URLS,
      ...UNPRINTABLE,
    ),
    fc.string({ unit: anyCharacter, maxLength: 6 }),
    fc.array(tie("node"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom("__proto__", "constructor", "users", "roles", "realm", "a", "<<"),
      tie("node"),
      { maxKeys: 3 },
    ),
  ),
})).node;

test("a name that JavaScript has for its own use is refused, whatever stands below it", () => {
  const below: readonly [part: string, code: string][] = [
    ["users: { __proto__: { roles: everyone } }", "user-name"],
    ["identityProviders: { __proto__: { provider: entra, roles: null } }", "provider-alias"],
    [
      "ldap: { vendor: openldap, url: ldaps://a.example, bind: none, users: 'dc=a', roles: { __proto__: [5] } }",
      "role-unknown",
    ],
  ];
  for (const [part, code] of below) {
    const { diagnostics } = read(
      Buffer.from(`helpdesk: otrs\nurl: https://desk.example\nagents:\n  ${part}\n`),
    );
    const codes = diagnostics.map((one) => one.code);
    assert.ok(codes.includes(code as (typeof codes)[number]), `${part}: ${codes}`);
  }
});

test("no value at any key of the spec makes the loader throw", () => {
  const paths = [...goodSpecs()].flatMap(({ text }) => {
    const { data } = parseSource(text, "spec.yaml");
    return pathsOf(data).map((path) => ({ data, path }));
  });
  fc.assert(
    fc.property(fc.constantFrom(...paths), anything, ({ data, path }, value) => {
      read(Buffer.from(JSON.stringify(withValue(data, path, value))));
    }),
    fuzz(400),
  );
});

function pathsOf(data: unknown): string[][] {
  if (typeof data !== "object" || data === null) return [[]];
  return [
    [],
    ...Object.entries(data).flatMap(([key, inner]) => pathsOf(inner).map((path) => [key, ...path])),
  ];
}

function withValue(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data))
    return data.map((inner, index) => (String(index) === key ? withValue(inner, rest, value) : inner));
  const entries = Object.entries(data as object);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === key ? withValue(inner, rest, value) : inner]),
  );
}

test("no text makes the reader of a stack's file fail in any way but its own", () => {
  const text = fc.oneof(
    anything.map((value) => JSON.stringify({ config: value })),
    anything.map((value) => JSON.stringify({ config: { "deskrealm:variables": value } })),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => new TextDecoder().decode(bytes)),
  );
  fc.assert(
    fc.property(text, (content) => {
      try {
        new StackSettings(configOf(parseSource(content, "stacks/Pulumi.x.yaml"))).text();
      } catch (error) {
        assert.ok(error instanceof Failure, String(error));
        assert.match(error.message, /^stacks\/Pulumi\.x\.yaml:\d+:\d+: /);
      }
    }),
    fuzz(500),
  );
});

/** Hostile texts and what lies between them, as a spec takes them. */
const burden = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: anyCharacter, maxLength: 8 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map(
    (parts) =>
      typeable(parts.join(""))
        .replace(/##|\$\{(?:var|env|secret)/gu, "")
        .trim() || "x",
  );

test("whatever text a spec takes comes back from Perl, shells, Markdown, HTML and YAML", () => {
  const one = fc.record({ text: burden, url: fc.constantFrom(...HOSTILE_URLS) });
  fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 20 }), assertLiteral), fuzz(5));
});

test("whatever word it is comes back from bash and from sh", () => {
  const word = fc
    .string({ unit: anyCharacter, maxLength: 12 })
    .map((text) => text.replaceAll("\0", "").replace(/\p{Cs}/gu, ""));
  fc.assert(fc.property(fc.array(word, { minLength: 50, maxLength: 100 }), assertWords), fuzz(5));
});
