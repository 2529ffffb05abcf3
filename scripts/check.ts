// `npm run check`: the one gate before a commit. Format, lint, types, unused code, and the tests without servers.

import { globSync } from "node:fs";
import { projectRoot } from "./project-root.ts";
import { runSteps } from "./steps.ts";

const root = projectRoot();
const tests = globSync("test/{unit,component,cli}/**/*.test.ts", { cwd: root }).sort();

const failed = await runSteps(
  [
    { name: "format and lint", command: ["biome", "ci", "--error-on-warnings", "."] },
    { name: "types", command: ["tsc", "-p", "."] },
    { name: "unused code", command: ["knip"] },
    { name: "tests", command: ["node", "--test", ...tests] },
  ],
  root,
  process.env,
);
process.stderr.write(failed.length === 0 ? "\nAll of it is fine.\n" : `\nNot fine: ${failed.join(", ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
