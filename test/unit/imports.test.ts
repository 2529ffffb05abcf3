// Imports go one way: each folder may import what its row says, and nothing else.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const ROOT = resolve(import.meta.dirname, "../..");

interface Row {
  /** Places of the repository, beside the row's own. */
  readonly own: readonly string[];
  /** Packages; `node:` is free for all but the pure core. */
  readonly packages: readonly RegExp[];
}

const PULUMI = /^@pulumi\/(keycloak|pulumi(?!\/automation))($|\/)/;
const TYPES_OF_KEYCLOAK = /^@keycloak\/keycloak-admin-client\/lib\/defs\//;

/** The phases in the order that data flows; a row's own place is always allowed. The longest name counts. */
const TABLE: Readonly<Record<string, Row>> = {
  "infra/diagnostics": { own: [], packages: [] },
  "infra/spec": {
    own: ["infra/diagnostics", "infra/model/types.ts", "infra/policy/codes.ts", "infra/loopback.ts"],
    packages: [/^zod$/, /^yaml$/],
  },
  "infra/model": { own: ["infra/diagnostics"], packages: [] },
  "infra/people": { own: ["infra/model"], packages: [] },
  "infra/helpdesks": {
    own: [
      ...["infra/diagnostics", "infra/spec", "infra/model", "infra/policy/types.ts", "infra/people"],
      "infra/providers",
    ],
    packages: [],
  },
  "infra/export": {
    own: ["infra/diagnostics", "infra/spec", "infra/model", "infra/helpdesks", "infra/providers"],
    packages: [],
  },
  "infra/policy": { own: ["infra/diagnostics", "infra/model", "infra/loopback.ts"], packages: [] },
  "infra/review": {
    own: [
      "infra/diagnostics",
      "infra/spec",
      "infra/model",
      "infra/helpdesks/types.ts",
      "infra/policy/types.ts",
    ],
    packages: [],
  },
  "infra/providers": {
    own: ["infra/diagnostics", "infra/spec", "infra/model", "infra/helpdesks/markdown.ts"],
    packages: [],
  },
  "infra/ephemeral": {
    own: ["infra/diagnostics", "infra/spec", "infra/model", "infra/loopback.ts"],
    packages: [],
  },
  "infra/admin": {
    own: ["infra/diagnostics", "infra/model/mark.ts", "infra/model/closed.ts", "infra/loopback.ts"],
    packages: [/^jose$/, TYPES_OF_KEYCLOAK],
  },
  // Of Pulumi the protocol alone, so that the plugin starts at once.
  "infra/plugin": {
    own: ["infra/diagnostics", "infra/admin"],
    packages: [/^google-protobuf\//, /^@pulumi\/pulumi\/proto\//, TYPES_OF_KEYCLOAK],
  },
  "infra/components": {
    own: ["infra/diagnostics", "infra/model", "infra/admin", "infra/plugin"],
    packages: [PULUMI],
  },
  "infra/loopback.ts": { own: [], packages: [] },
  "infra/read-text.ts": { own: ["infra/diagnostics", "infra/spec/limits.ts"], packages: [] },
  "infra/load-model.ts": {
    own: [
      ...["infra/read-text.ts", "infra/diagnostics", "infra/spec", "infra/model", "infra/helpdesks"],
      "infra/providers",
    ],
    packages: [],
  },
  "infra/ask-server.ts": {
    own: ["infra/diagnostics", "infra/admin", "infra/model", "infra/helpdesks/types.ts"],
    packages: [],
  },
  "infra/stack-config.ts": { own: ["infra/diagnostics"], packages: [] },
  "infra/preload.cjs": { own: [], packages: [] },
  "infra/index.ts": { own: ["infra"], packages: [PULUMI] },
  "infra/main.js": {
    own: ["infra/index.ts", "infra/preload.cjs"],
    packages: [/^@pulumi\/pulumi\/(errors|log\/index)\.js$/],
  },
  scripts: { own: ["infra"], packages: [/^(?!@pulumi\/|yaml$|zod$)/] },
  // What a file holds is checked before it is taken for a model.
  "scripts/history/model-schema.ts": { own: ["infra/model"], packages: [/^zod$/] },
  "scripts/history/parse.ts": { own: ["scripts/history"], packages: [/^zod$/] },
  "scripts/check.ts": { own: ["scripts", "test/runner", "test/support"], packages: [] },
  "scripts/test.ts": { own: ["scripts", "test/runner", "test/support"], packages: [] },
  "scripts/stack": {
    own: ["infra", "scripts"],
    // YAML for a stack's own file.
    packages: [/^@pulumi\/pulumi\/automation/, /^(?!@pulumi\/|zod$)/],
  },
};

/** Folders whose files touch nothing of the world. */
const PURE = [
  "infra/spec",
  "infra/model",
  "infra/people",
  "infra/helpdesks",
  "infra/export",
  "infra/diagnostics",
  "infra/policy",
  "infra/review",
  "infra/providers",
  "infra/ephemeral",
];

interface Import {
  readonly from: string;
  readonly target: string;
}

const FORMS = [
  /^\s*(?:import|export)\s[^"';=]*?\bfrom\s+"([^"]+)"/gm,
  /^\s*import\s+"([^"]+)"/gm,
  /\b(?:import|require)\(\s*"([^"]+)"/g,
];

function importsOf(folder: string): Import[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js|cjs)$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, folder, file), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
      const found = FORMS.flatMap((form) => [...text.matchAll(form)]);
      return found.map(([, target = ""]) => ({ from: `${folder}/${file}`, target }));
    });
}

const rowOf = (file: string): string | undefined =>
  Object.keys(TABLE)
    .filter((place) => inside(file, place))
    .sort((a, b) => b.length - a.length)[0];

const inside = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

/** The reason against an import, or undefined. */
function against({ from, target }: Import): string | undefined {
  const place = rowOf(from);
  if (place === undefined) return "the file's place is not in the table";
  const { own, packages } = TABLE[place] as Row;
  if (target.startsWith("node:"))
    return PURE.some((folder) => inside(from, folder)) ? "the pure core does no I/O" : undefined;
  if (!target.startsWith("."))
    return packages.some((one) => one.test(target)) ? undefined : `not for ${place}`;
  const file = relative(ROOT, resolve(ROOT, dirname(from), target));
  const home = place.startsWith("infra/") ? place : (place.split("/")[0] ?? "");
  return [home, ...own].some((allowed) => inside(file, allowed))
    ? undefined
    : `${place} does not import ${file}`;
}

const imports = [...importsOf("infra"), ...importsOf("scripts")];

test("every import is one that its folder may have", () => {
  const wrong = imports.flatMap((one) => {
    const reason = against(one);
    return reason === undefined ? [] : [`${one.from}: "${one.target}": ${reason}`];
  });
  assert.deepEqual(wrong, []);
});

test("imports are found in every form", () => {
  const targets = new Set(imports.map(({ from, target }) => `${from} ${target}`));
  for (const known of [
    "infra/main.js @pulumi/pulumi/errors.js",
    "infra/spec/source.ts yaml",
    "infra/spec/schema.ts ./fields.ts",
    "infra/components/person.ts @pulumi/pulumi",
    "infra/index.ts ./load-model.ts",
  ])
    assert.ok(targets.has(known), known);
});

test("the table refuses what it is there to refuse", () => {
  for (const [from, target] of [
    ["infra/helpdesks/otrs.ts", "yaml"],
    ["infra/helpdesks/otrs.ts", "@pulumi/pulumi"],
    ["infra/load-model.ts", "@pulumi/pulumi"],
    ["infra/components/helpdesk.ts", "@pulumi/pulumi/automation/index.js"],
    ["infra/components/helpdesk.ts", "../spec/load.ts"],
    ["infra/spec/load.ts", "../helpdesks/otrs.ts"],
    ["infra/spec/schema.ts", "../policy/rules.ts"],
    ["infra/spec/load.ts", "node:fs"],
    ["infra/model/diff.ts", "../spec/load.ts"],
    ["infra/policy/audit.ts", "../helpdesks/types.ts"],
    ["infra/policy/rules/clients/implicit-flow.ts", "../../../spec/schema.ts"],
    ["infra/policy/audit.ts", "node:fs"],
    ["infra/admin/client.ts", "../model/types.ts"],
    ["infra/diagnostics/render.ts", "../spec/load.ts"],
    ["infra/index.ts", "../scripts/context.ts"],
    ["scripts/cli.ts", "@pulumi/pulumi/automation/index.js"],
    ["scripts/commands/check.ts", "yaml"],
    ["infra/elsewhere/file.ts", "node:fs"],
  ] as const) {
    assert.notEqual(against({ from, target }), undefined, `${from} -> ${target}`);
  }
});
