// Which tests `npm test -- --changed` runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { projectRoot } from "../../scripts/project-root.ts";
import { filesOf, readFrom, touchedTests } from "../runner/touched.ts";

const SMALL: Readonly<Record<string, string>> = {
  "infra/a.ts": "export const a = 1;",
  "infra/b.ts": 'import { a } from "./a.ts";\nexport const b = () => import("./lazy.ts");',
  "infra/lazy.ts": "",
  "realms/desk.yaml": "helpdesk: otrs",
  "bin/deskrealm.cjs": 'path.join("..", "scripts", "cli.ts")',
  "scripts/cli.ts":
    '{ names: ["up", "destroy"], load: async () => import("./commands/stack.ts") }, ' +
    '{ names: ["drift"], load: async () => import("./commands/drift.ts") }',
  "scripts/commands/stack.ts": 'import { a } from "../../infra/a.ts";',
  "scripts/commands/drift.ts": 'import { b } from "../../infra/b.ts";',
  "test/support/program.ts": 'export const FILE = join(ROOT, "bin/deskrealm.cjs");',
  "test/unit/a.test.ts": 'import { a } from "../../infra/a.ts";',
  "test/unit/b.test.ts": 'import { b } from "../../infra/b.ts";',
  "test/unit/golden.test.ts": 'readFileSync(join(import.meta.dirname, "golden/text.txt"));',
  "test/unit/golden/text.txt": "",
  "test/e2e/up.test.ts": 'import { FILE } from "../support/program.ts"; run("up", "desk.yaml");',
  "test/e2e/drift.test.ts": 'import { FILE } from "../support/program.ts"; run("drift desk.yaml");',
  "test/e2e/specs.test.ts": 'globSync("realms/*.yaml");',
  "package.json": "{}",
};
const touched = (...changed: string[]) =>
  touchedTests(Object.keys(SMALL), changed, (path) => SMALL[path] ?? "").map((file) => file.slice(5, -8));

test("tests are touched by what they import, however far away, and when it is asked for", () => {
  assert.deepEqual(touched("infra/a.ts"), ["e2e/drift", "e2e/up", "unit/a", "unit/b"]);
  assert.deepEqual(touched("infra/lazy.ts"), ["e2e/drift", "unit/b"]);
  assert.deepEqual(touched("test/unit/a.test.ts"), ["unit/a"]);
});

test("programs that are started, files that are read and folders that are searched count as well", () => {
  assert.deepEqual(touched("bin/deskrealm.cjs"), ["e2e/drift", "e2e/up"]);
  assert.deepEqual(touched("test/unit/golden/text.txt"), ["unit/golden"]);
  assert.deepEqual(touched("realms/desk.yaml"), ["e2e/specs"]);
  assert.deepEqual(touched("realms/new.yaml"), ["e2e/specs"]);
});

test("of the commands, those that a test names", () => {
  assert.deepEqual(touched("scripts/commands/stack.ts"), ["e2e/up"]);
  assert.deepEqual(touched("scripts/commands/drift.ts"), ["e2e/drift"]);
});

test("what is gone touches those that name it still, and packages touch everything", () => {
  assert.deepEqual(touched("test/unit/golden/gone.txt"), []);
  assert.deepEqual(touched("infra/gone.ts"), []);
  assert.equal(touched("package.json").length, 6);
});

test("in this repository: a helpdesk's preset touches its own tests and what starts the command, and no tool's", () => {
  const root = projectRoot();
  const tests = touchedTests(filesOf(root), ["infra/helpdesks/otobo.ts"], readFrom(root));
  for (const file of [
    "test/unit/render-otobo.test.ts",
    "test/e2e/otobo.e2e.test.ts",
    "test/e2e/heal.e2e.test.ts",
  ])
    assert.ok(tests.includes(file), file);
  for (const file of ["test/servers/java.test.ts", "test/unit/perl.test.ts"])
    assert.ok(!tests.includes(file), file);
});
