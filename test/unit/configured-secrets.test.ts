// Secrets outside of the Pulumi program are those that the program would use.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { SecretReference } from "../../infra/model/types.ts";
import { configuredSecrets } from "../../scripts/stack/configured-secrets.ts";

const secrets = JSON.stringify({ root: "of the stack", constructor: "named so" });
const look = configuredSecrets(
  { "deskrealm:secrets": { value: secrets } },
  { ROOT: "of the world", EMPTY: "" },
);

for (const [reference, value] of [
  [{ kind: "secret", name: "root" }, "of the stack"],
  [{ kind: "secret", name: "constructor" }, "named so"],
  [{ kind: "secret", name: "toString" }, undefined],
  [{ kind: "env", name: "ROOT" }, "of the world"],
  [{ kind: "env", name: "EMPTY" }, undefined],
  [{ kind: "env", name: "root" }, undefined],
  [{ kind: "vault", name: "root" }, undefined],
  [{ kind: "hidden" }, undefined],
] as const satisfies [SecretReference, string | undefined][]) {
  test(`${JSON.stringify(reference)} is ${value ?? "not known"}`, () => {
    assert.equal(look(reference), value);
  });
}

test("a stack without secrets knows none", () => {
  assert.equal(configuredSecrets({}, {})({ kind: "secret", name: "root" }), undefined);
});
