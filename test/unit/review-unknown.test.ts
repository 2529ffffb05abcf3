// A value that the committed files do not hold: whatever its place, the spec is read, and nothing is guessed.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelReader } from "../../infra/load-model.ts";
import { diffModels, type Value } from "../../infra/model/diff.ts";
import { urlOf } from "../../infra/model/helpdesks.ts";
import { expandUnknown, type Known } from "../../infra/review/stand-ins.ts";
import { readUnknowns, wholeUnknown } from "../../infra/review/unknown.ts";
import { specSchema } from "../../infra/spec/schema.ts";
import { isSecretAt, nameAt } from "../../infra/spec/schema-walk.ts";
import { type Path, parsePlain, parseSource } from "../../infra/spec/source.ts";
import { goodSpec } from "../support/good-spec.ts";

const NOTHING: Known = { variables: {}, encrypted: [] };

function expand(text: string, known = NOTHING) {
  const source = parseSource(text, "spec.yaml");
  return expandUnknown(source, known, modelReader(source));
}

/** Paths of all values that may be references. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]));
  const isOpen = value !== null && !isSecretAt(specSchema, path) && nameAt(specSchema, path) === undefined;
  return isOpen && path.join() !== "helpdesk" ? [path] : [];
}

function replaced(value: unknown, [key, ...rest]: Path, by: string): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((one, index) => (index === Number(key) ? replaced(one, rest, by) : one));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}

const isUnknown = (value: Value): boolean =>
  typeof value === "string" && (wholeUnknown(value) !== undefined || readUnknowns(value).unknowns.length > 0);

/** Whole parts of a model that appear with a value, such as a list's entry, hold it somewhere. */
const holdsUnknown = (value: Value): boolean =>
  isUnknown(value) ||
  (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

test("at every place of a spec a variable without value is unknown, and what hangs on it too", () => {
  for (const name of ["every-key", "every-provider", "ten-lines", "locales-themes"]) {
    const data = parsePlain(goodSpec(`test/samples/good/${name}.yaml`).text);
    const known = expand(JSON.stringify(data)).result.value;
    assert.ok(known);
    const all = places(data);
    assert.ok(all.length >= 5);
    for (const path of all) {
      const { result, unknowns } = expand(JSON.stringify(replaced(data, path, "${var:NAME}")));
      const what = `${name}: ${path.join(".")}`;
      assert.ok(result.value, `${what}: ${result.diagnostics.map(({ detail }) => detail).join("; ")}`);
      assert.deepEqual(unknowns, [{ kind: "var", name: "NAME" }], what);
      // A group is called as its DN says.
      for (const { path: at, kind, to } of diffModels(known.model, result.value.model))
        assert.ok(
          kind === "removed" || holdsUnknown(to) || isUnknown(at),
          `${what}: ${at} is ${JSON.stringify(to)}`,
        );
    }
  }
});

test("a port and a part of a host are unknown in every address that is made of them", () => {
  const { result } = expand("helpdesk: otrs\nurl: https://desk.${var:DOMAIN}:${env:PORT}/otrs\n");
  assert.ok(result.value);
  const { url, realms } = result.value.model as OtrsModel;
  assert.ok(isUnknown(url));
  for (const uri of realms.agents.clients["app"]?.redirectUris ?? []) assert.ok(isUnknown(uri), uri);
});

test("a value of the stack and a default are no unknowns; an encrypted value is, whatever its default", () => {
  const text =
    "helpdesk: otrs\nurl: https://${var:HOST:-desk.example}\nagents: { displayName: '${var:TITLE}' }\n";
  const plain = expand(text, { variables: { TITLE: "Desk" }, encrypted: [] });
  assert.deepEqual(plain.unknowns, []);
  assert.equal(plain.result.value && urlOf(plain.result.value.model, "app"), "https://desk.example");
  const encrypted = expand(text, { variables: { TITLE: "Desk" }, encrypted: ["HOST"] });
  assert.deepEqual(encrypted.unknowns, [{ kind: "var", name: "HOST" }]);
  assert.equal(
    readUnknowns(encrypted.result.value ? urlOf(encrypted.result.value.model, "app") : "").text,
    "https://${var:HOST}",
  );
});

test("a fault of the spec itself is told, not one of a stand-in", () => {
  const { result } = expand(
    "helpdesk: otrs\nurl: '${var:URL}'\nagents: { relam: x, tokens: { code: '${var:C}' } }\n",
  );
  assert.deepEqual(
    result.diagnostics.map(({ code }) => code),
    ["unknown-key"],
  );
});
