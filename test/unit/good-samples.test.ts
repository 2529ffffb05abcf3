// What is valid stays valid, and its expansion says everything and where it comes from.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { canonical } from "../../infra/model/canonical.ts";
import type { Origin } from "../../infra/model/explained.ts";
import { specJsonSchema } from "../../infra/spec/json-schema.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { assertGoldenJson } from "../support/golden.ts";
import { expand, goodSpec, goodSpecs } from "../support/good-spec.ts";
import { keyPaths } from "../support/json-schema-keys.ts";

const NOTED: Readonly<Record<string, readonly string[]>> = {
  "test/samples/good/confidential-app.yaml": ["confidential-app"],
  "test/samples/good/customer-id.yaml": ["customer-id-editable"],
};

for (const { name, text } of goodSpecs()) {
  test(`${name} is valid, and its model total`, () => {
    const { value, diagnostics } = loadSpec(text, name, { variables: {}, env: {} });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      NOTED[name] ?? [],
    );
    assert.ok(value);
    const { model, origins } = expand(text);
    const leaves = leavesOf(model, "");
    assert.deepEqual([...origins.keys()].sort(), leaves.map(([path]) => path).sort());
    for (const [path, leaf] of leaves) assert.notEqual(leaf, undefined, path);
    for (const [path, origin] of origins) assertOrigin(path, origin, parsePlain(text));
    for (const [path, leaf] of leaves)
      assert.doesNotMatch(`${path} ${leaf}`, /^undefined| undefined$|native code/);
  });
}

type Leaf = readonly [path: string, value: unknown];

/** Scalars, lists and references to secrets. An empty mapping holds nothing that needs an origin. */
function leavesOf(value: unknown, path: string): Leaf[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  if (typeof (value as { kind?: unknown }).kind === "string") return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, path === "" ? key : `${path}/${key}`));
}

function assertOrigin(path: string, origin: Origin, data: unknown): void {
  if (origin.kind === "preset") {
    assert.notEqual(origin.reason, "", path);
    return;
  }
  let node = data;
  for (const key of origin.path) {
    assert.ok(
      typeof node === "object" && node !== null && Object.hasOwn(node, key),
      `${path}: no ${origin.path}`,
    );
    node = (node as Record<string | number, unknown>)[key];
  }
}

test("the every-key samples and every-provider have every key of the schema", () => {
  const used = new Set<string>();
  const walk = (value: unknown, path: string, known: readonly string[]): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = [`${path}.${key}`, `${path}.*`]
        .map((one) => one.replace(/^\./, ""))
        .find((one) => known.includes(one));
      assert.ok(at, `${path}.${key}`);
      used.add(at);
      walk(inner, at, known);
    }
  };
  const known = keyPaths(specJsonSchema());
  // No product has all of them.
  for (const { text } of goodSpecs().filter(({ name }) => /\/every-(key|provider)/.test(name)))
    walk(parsePlain(text), "", known);
  // What both realms and `shared` have in common needs to stand once, and once in `ephemeral`.
  const common = (path: string) =>
    path.replace(/^(ephemeral\.)?(agents|customers|people|shared)\b/, "$1realm");
  const seen = new Set([...used].map(common));
  assert.deepEqual(
    known.map(common).filter((path) => !seen.has(path)),
    [],
  );
});

test("two lines are the whole layout", () => {
  const { model } = expand(goodSpec("test/samples/good/minimal.yaml").text);
  const golden = join(import.meta.dirname, "golden/minimal-model.json");
  assertGoldenJson(golden, canonical(model));
});

test("a realm's own setting wins over the shared one, key by key", () => {
  const { model, origins } = expand(`
helpdesk: otrs
url: https://otrs.acme.example
shared: { displayName: Both, login: { rememberMe: true, resetPassword: true }, sessions: { idle: 10m } }
customers: { displayName: Customers, login: { rememberMe: false } }
`);
  const { agents, customers } = model.realms;
  assert.deepEqual([agents.displayName, customers.displayName], ["Both", "Customers"]);
  assert.deepEqual([agents.login.rememberMe, customers.login.rememberMe], [true, false]);
  assert.equal(customers.login.resetPasswordAllowed, true);
  assert.equal(customers.sessions.ssoSessionIdleTimeout, 600);
  assert.deepEqual(origins.get("realms/customers/login/rememberMe"), {
    kind: "spec",
    path: ["customers", "login", "rememberMe"],
  });
});

test("variables take the stack's value, and a text that stands for a number or a flag is one", () => {
  const { text, name } = goodSpec("test/samples/good/variables.yaml");
  const variables = {
    HOST: "desk.example",
    MINIMUM: "2",
    RESET: "false",
    BRUTE_FORCE: "true",
    FAILURES: "9",
  };
  const { value } = loadSpec(text, name, { variables, env: {} });
  assert.equal(
    value !== undefined && "url" in value.spec && value.spec.url,
    "https://desk.example:8443/otrs",
  );
  assert.deepEqual(value?.spec.agents?.username, { minLength: 2 });
  assert.deepEqual(value?.spec.agents?.login, { resetPassword: false });
  assert.equal(value?.spec.agents?.bruteForce, true);
  assert.deepEqual(value?.spec.customers?.bruteForce, { permanentLockout: true, maxLoginFailures: 9 });
});
