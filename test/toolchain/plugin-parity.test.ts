// The plugin built from toolchain/keycloak-plugin offers what npm's @pulumi/keycloak offers: its sources are
// seven commits older than the release that the SDK was made from, and the differences are listed here.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { goBuild } from "../../scripts/toolchain/go-build.ts";
import { run } from "../../scripts/toolchain/run.ts";
import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";
import { keycloakPlugin } from "../../scripts/toolchain/versions.ts";
import { readNpmSdk, type Sdk, type Shape } from "./npm-sdk.ts";

/** Properties that the SDK knows and the built plugin does not. */
const onlyInNpm: Readonly<Record<string, readonly string[]>> = {
  GetRealmWebAuthnPasswordlessPolicy: ["discoverableCredential"],
  GetRealmWebAuthnPolicy: ["discoverableCredential"],
  RealmWebAuthnPasswordlessPolicy: ["discoverableCredential"],
  RealmWebAuthnPolicy: ["discoverableCredential"],
};

interface Properties {
  readonly properties?: Record<string, unknown>;
}

interface ResourceSchema extends Properties {
  readonly inputProperties?: Record<string, unknown>;
}

interface Schema {
  readonly version: string;
  readonly provider: ResourceSchema;
  readonly types: Record<string, Properties>;
  readonly resources: Record<string, ResourceSchema>;
  readonly functions: Record<string, { inputs?: Properties; outputs?: Properties }>;
}

let sdk: Sdk;
let schema: Schema;

before(async () => {
  const progress = (line: string) => console.error(line);
  const { env: tools, pulumi } = await ensureToolchain({ env: process.env, progress });
  const env = { ...process.env, ...tools };
  // Built here whatever the toolchain uses: the official plugin needs no comparison.
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-parity-"));
  try {
    const plugin = join(folder, "pulumi-resource-keycloak");
    await goBuild(
      { module: "keycloak-plugin", package: ".", output: plugin, what: "the plugin" },
      { env, progress },
    );
    const { code, output } = await run(pulumi, ["package", "get-schema", plugin], { env });
    assert.equal(code, 0, output);
    schema = JSON.parse(output.slice(output.indexOf("{"))) as Schema;
  } finally {
    await rm(folder, { recursive: true });
  }
  sdk = await readNpmSdk();
});

test("the versions are the same", () => {
  assert.equal(sdk.version, keycloakPlugin.version);
  assert.equal(schema.version, keycloakPlugin.version);
});

test("the provider has the same settings", () => {
  assert.ok(sdk.provider.includes("clientTimeout"));
  assert.deepEqual(names(schema.provider.inputProperties), sdk.provider);
});

test("each resource has the same inputs and outputs", () => {
  const ours: [string, Shape][] = Object.entries(schema.resources).map(([token, resource]) => [
    token,
    { inputs: names(resource.inputProperties), outputs: names(resource.properties) },
  ]);
  assert.ok(ours.length > 100);
  assertSame(new Map(ours), sdk.resources);
});

test("each function has the same inputs and outputs", () => {
  const ours: [string, Shape][] = Object.entries(schema.functions).map(([token, { inputs, outputs }]) => [
    token,
    { inputs: names(inputs?.properties), outputs: names(outputs?.properties) },
  ]);
  assert.ok(ours.length > 20);
  assertSame(new Map(ours), sdk.functions);
});

test("each nested type has the same properties, but for the known differences", () => {
  const ours = Object.entries(schema.types).map(([token, { properties }]): [string, string[]] => {
    const [, module = "", title = ""] = token.split(":");
    const folder = module.split("/")[0];
    const name = folder === "index" ? title : `${folder}/${title}`;
    return [name, [...names(properties), ...(onlyInNpm[name] ?? [])].sort()];
  });
  assert.ok(ours.length > 60);
  assertSame(new Map(ours), sdk.types);
});

/** The keys first, then key by key, so that a failure names one thing. */
function assertSame<T>(ours: ReadonlyMap<string, T>, npm: ReadonlyMap<string, T>): void {
  assert.deepEqual([...ours.keys()].sort(), [...npm.keys()].sort());
  for (const [key, value] of ours) assert.deepEqual(value, npm.get(key), key);
}

/** Sorted; `id` belongs to everything, and only some list it. */
function names(properties: Record<string, unknown> = {}): string[] {
  return Object.keys(properties)
    .filter((name) => name !== "id")
    .sort();
}
