// `npm run check`: the gate before a commit. Format, lint, types, unused code, and the tests without servers.

import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runFiles } from "../test/runner/run-files.ts";
import { demandPrograms } from "../test/support/demand-programs.ts";
import { projectRoot } from "./project-root.ts";
import { STATIC_CHECKS } from "./static-checks.ts";
import { runSteps } from "./steps.ts";

const root = projectRoot();
await demandPrograms((line) => void process.stderr.write(`${line}\n`), false);
const wrong = await runSteps(STATIC_CHECKS, root, process.env);
const tests = globSync("test/{unit,component,cli}/**/*.test.ts", { cwd: root }).sort();
const ran = await runFiles(
  tests.map((file) => join(root, file)),
  { atOnce: availableParallelism(), deadline: 20 },
);
if (wrong.length > 0) process.stdout.write(`\nNot fine: ${wrong.join(", ")}\n`);
process.stdout.write(`\n${ran.passed} passed, ${ran.failed + wrong.length} failed\n`);
process.exitCode = ran.failed + wrong.length === 0 ? 0 : 1;
