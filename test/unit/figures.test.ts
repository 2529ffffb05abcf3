// How much the command and the Pulumi program load before they do anything: the number of modules, and their size
// within 5 %, or 4 KiB. An edited line changes nothing here; whoever adds a file, or an import of one that was not
// loaded before, runs `UPDATE_GOLDEN=1 node --test test/unit/figures.test.ts`.

import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { projectRoot } from "../../scripts/project-root.ts";
import { assertFigures, type Figures } from "../support/figures.ts";
import { isOfPackage, type Noted, ProcessNotes } from "../support/note-processes.ts";

const ROOT = projectRoot();
const importing = (...files: readonly string[]) => [
  "--input-type=module",
  "--eval",
  files.map((file) => `await import(${JSON.stringify(join(ROOT, file))});`).join("\n"),
];

/** Words after `node`. What needs a server is imported and not run; what it loads on its way is
 * counted by test/e2e/figures.e2e.test.ts. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  "deskrealm --help": ["bin/deskrealm.cjs", "--help"],
  "deskrealm check": ["bin/deskrealm.cjs", "check", "realms/otrs.yaml"],
  "deskrealm drift": importing("scripts/cli.ts", "scripts/commands/drift.ts"),
  "deskrealm up": importing(
    "scripts/cli.ts",
    "scripts/commands/stack.ts",
    "scripts/stack/stack-command.ts",
    "scripts/stack/run-operation.ts",
  ),
  "the Pulumi program": [
    ...["--require", "deskrealm/preload"],
    ...importing("infra/index.ts", "infra/load-model.ts", "infra/components/index.ts"),
  ],
  "our own plugin": importing("infra/plugin/serve.ts"),
};

test("no more modules load than did before", async (context) => {
  await using notes = await ProcessNotes.open();
  const env = { ...process.env, ...notes.env };
  const figures: Record<string, number> = {};
  for (const [name, words] of Object.entries(RUNS)) {
    await promisify(execFile)(process.execPath, words, { cwd: ROOT, env });
    for (const [what, value] of Object.entries(loaded(await notes.take())))
      figures[`${name}: ${what}`] = value;
  }
  assertFigures(join(import.meta.dirname, "golden/figures.txt"), figures, context);
});

function loaded(noted: Noted): Figures {
  const urls = Object.values(noted).flatMap(({ loaded }) => loaded);
  const { own = [], packages = [] } = Object.groupBy(urls, (url) => (isOfPackage(url) ? "packages" : "own"));
  const kib = (some: readonly string[]) =>
    Math.round(some.reduce((sum, url) => sum + statSync(new URL(url)).size, 0) / 1024);
  return {
    "own modules": own.length,
    "own modules, KiB": kib(own),
    "modules of packages": packages.length,
    "modules of packages, KiB": kib(packages),
  };
}
