// `npm test`: every test, servers and all. Brings what the tests need first, and shows each step.

import { globSync } from "node:fs";
import { demandPrograms } from "../test/support/demand-programs.ts";
import { keycloakVersionsUnderTest } from "../test/support/versions.ts";
import { projectRoot } from "./project-root.ts";
import { prepare } from "./servers/prepare.ts";
import { runSteps } from "./steps.ts";
import { ensureToolchain } from "./toolchain/toolchain.ts";

/** Minutes that one test file may take. */
const DEADLINE = 20;

const root = projectRoot();
const progress = (line: string) => void process.stderr.write(`${line}\n`);

await demandPrograms(progress);
// Go builds on one core while Java prepares on the other.
await Promise.all([
  ensureToolchain({ env: process.env, progress }),
  (async () => {
    for (const version of keycloakVersionsUnderTest) await prepare({ version, env: process.env, progress });
  })(),
]);

// Files named on the command line, or all. Two at a time: each of the servers' tests has a Keycloak of its own.
const named = process.argv.slice(2);
const files = named.length > 0 ? named : globSync("test/**/*.test.ts", { cwd: root }).sort();
const command = ["node", "--test", "--test-concurrency=2", `--test-timeout=${DEADLINE * 60_000}`, ...files];
const failed = await runSteps([{ name: `${files.length} test files`, command }], root, process.env);
process.exitCode = failed.length === 0 ? 0 : 1;
