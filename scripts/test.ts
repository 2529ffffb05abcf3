// `npm test`: the static checks and every test, servers and all. Brings what the tests need, and shows each step.
//   npm test                     all of it
//   npm test -- FILE...          these files
//   npm test -- --changed [REF]  what is touched by changes since a commit; without one, by what is not committed
//   npm run test:all             everything on every supported version of Keycloak, for the night

import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Ran, runFiles } from "../test/runner/run-files.ts";
import { ServerPool } from "../test/runner/server-pool.ts";
import { changedSince, filesOf, readFrom, touchedTests } from "../test/runner/touched.ts";
import { demandPrograms } from "../test/support/demand-programs.ts";
import { EVERY_VERSION, keycloakVersionsUnderTest, USUAL_VERSION } from "../test/support/versions.ts";
import { projectRoot } from "./project-root.ts";
import { defaultKeycloakVersion } from "./servers/keycloak-versions.ts";
import { prepare } from "./servers/prepare.ts";
import { STATIC_CHECKS } from "./static-checks.ts";
import { runSteps } from "./steps.ts";
import { cacheRoot } from "./toolchain/cache.ts";
import { ensureToolchain } from "./toolchain/toolchain.ts";

/** Minutes that one test file may take. */
const DEADLINE = 20;
/** They wait for servers and programs more than they work. */
const WITH_SERVERS_AT_ONCE = availableParallelism() + 1;
const WITHOUT_SERVERS = /^test\/(unit|component|cli)\//;
/** Begun first, the longest one before the others, so that none of them goes on alone at the end. */
const LONG = [
  ...["versions", "samples", "ldap-large", "ephemeral-import", "heal", "providers", "unmanaged", "figures"],
  ...["upgrade", "readme", "examples", "ephemeral-many", "chaos", "adopt"],
].map((name) => new RegExp(`/${name}\\.`));
/** How many are shown at the end. */
const SLOWEST = 15;

const root = projectRoot();
const progress = (line: string) => void process.stderr.write(`${line}\n`);
const { values, positionals } = parseArgs({
  options: { changed: { type: "boolean" }, "every-version": { type: "boolean" } },
  allowPositionals: true,
});
const isWhole = values.changed !== true && positionals.length === 0;
const files = testFiles();
const withServers = files.filter((file) => !WITHOUT_SERVERS.test(file));

if (values["every-version"] === true) process.env[EVERY_VERSION] = "1";
// Compiled once, not by each of the processes.
process.env["NODE_COMPILE_CACHE"] ??= join(cacheRoot(process.env), "tests", "compile-cache");

// Go builds and Java prepares while the checks run that need neither.
const tools = withServers.length > 0 ? bringTools() : Promise.resolve();
tools.catch(() => {});
await demandPrograms(progress, withServers.length > 0);
const wrong = isWhole || values.changed === true ? await runSteps(STATIC_CHECKS, root, process.env) : [];
const ran = [
  await run(
    files.filter((file) => WITHOUT_SERVERS.test(file)),
    availableParallelism(),
  ),
];
await tools;
if (withServers.length > 0) ran.push(...(await runWithServers()));
report();

function testFiles(): string[] {
  if (values.changed === true) {
    const changed = changedSince(root, positionals[0] ?? "HEAD");
    const touched = touchedTests(filesOf(root), changed, readFrom(root));
    progress(`${changed.length} files changed, ${touched.length} test files are touched`);
    return touched;
  }
  if (positionals.length > 0) return positionals.map((file) => relative(root, resolve(file)));
  return globSync("test/**/*.test.ts", { cwd: root }).sort();
}

async function bringTools(): Promise<void> {
  await Promise.all([
    ensureToolchain({ env: process.env, progress }),
    (async () => {
      for (const version of keycloakVersionsUnderTest) await prepare({ version, env: process.env, progress });
    })(),
  ]);
}

async function runWithServers(): Promise<Ran[]> {
  await using pool = await ServerPool.open();
  Object.assign(process.env, pool.env);
  const rank = (file: string) => LONG.findIndex((name) => name.test(file)) + 1 || LONG.length + 1;
  const ordered = withServers.toSorted((one, other) => rank(one) - rank(other));
  const all = [await run(ordered, WITH_SERVERS_AT_ONCE)];
  if (values["every-version"] === true) {
    // Those that name their versions have run on all of them.
    const usual = ordered.filter((file) => /^test\/e2e\//.test(file) && !namesVersions(file));
    for (const version of keycloakVersionsUnderTest.filter((one) => one !== defaultKeycloakVersion)) {
      progress(`\n== Keycloak ${version}`);
      process.env[USUAL_VERSION] = version;
      all.push(await run(usual, WITH_SERVERS_AT_ONCE));
    }
  }
  progress(`\n${pool.counts.started} Keycloaks were started for ${pool.counts.lent} files and suites.`);
  return all;
}

function namesVersions(file: string): boolean {
  return readFrom(root)(file).includes("support/versions.ts");
}

function run(paths: readonly string[], atOnce: number): Promise<Ran> {
  return runFiles(
    paths.map((file) => join(root, file)),
    { atOnce, deadline: DEADLINE },
  );
}

function report(): void {
  const seconds = ran.flatMap((one) => [...one.seconds]).sort(([, one], [, other]) => other - one);
  process.stdout.write("\nThe slowest files, in seconds:\n");
  for (const [file, each] of seconds.slice(0, SLOWEST))
    process.stdout.write(`${each.toFixed(1).padStart(7)}  ${relative(root, file)}\n`);
  if (wrong.length > 0) process.stdout.write(`\nNot fine: ${wrong.join(", ")}\n`);
  const sum = (key: "passed" | "failed") => ran.reduce((all, one) => all + one[key], 0);
  const failed = sum("failed") + wrong.length;
  process.stdout.write(`\n${sum("passed")} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
