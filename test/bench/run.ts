// `npm run bench`: Deskrealm, bare Pulumi, direct calls and empty programs, in turn on one warm server.
// Medians and ratios; the machine's speed drifts, so only ratios within one run say something. All of Pulumi runs
// in the environment that our set-up gives it, but for the empty programs as anybody has them, without a cache of
// compiled code and with Go's own pace of garbage collection: `stock` is the same JavaScript, `new` what
// `pulumi new typescript` writes.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { loadModel } from "../../infra/load-model.ts";
import { findDrift } from "../../scripts/drift/find.ts";
import { removeDirectly } from "../support/apply-directly.ts";
import { CountingProxy } from "../support/counting-proxy.ts";
import { makeDirectly } from "../support/make-directly.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";
import { median } from "./median.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const SPEC = "realms/otrs.yaml";
const STOCK = { NODE_DISABLE_COMPILE_CACHE: "1", GOGC: "100" };

type Row = Record<string, number[]>;
const times: Record<"up" | "preview", Row> = { up: {}, preview: {} };

await using project = await useProject();
const { keycloak, admin } = project;
const model = await specModel();
await addProgram("bare", await readProgram());
await addProgram("empty", "export default () => ({});\n");
await addNewProgram();

await pulumi("ours", ["stack", "init", "ours"]);
await pulumi("ours", ["config", "set", "deskrealm:spec", SPEC, "--stack", "ours"]);
await pulumi("ours", [
  "config",
  "set",
  "--secret",
  "--path",
  "deskrealm:secrets.root",
  "Bench-123456",
  "--stack",
  "ours",
]);
for (const name of ["bare", "empty", "new"]) await pulumi(name, ["stack", "init", name]);

for (let round = 0; round <= ROUNDS; round++) {
  // The first round warms the server and the caches, and is not counted.
  const count = round > 0;
  for (const name of ["ours", "bare"]) {
    await timed("up", name, count, () => pulumi(name, ["up", "--yes", "--skip-preview", "--stack", name]));
    await timed("preview", name, count, () =>
      pulumi(name, ["preview", "--expect-no-changes", "--stack", name]),
    );
    if (name === "ours") {
      const empty = ["preview", "--stack", "empty"];
      await timed("preview", "empty", count, () => pulumi("empty", empty));
      await timed("preview", "stock", count, () => pulumi("empty", empty, STOCK));
      await timed("preview", "new", count, () => pulumi("new", ["preview", "--stack", "new"], STOCK));
    }
    await forget(name);
  }
  await timed("up", "direct", count, () => makeDirectly(admin, model));
  await removeDirectly(admin, model);
}
report("up", "ours", ["bare", "direct"]);
report("preview", "ours", ["bare", "empty", "stock", "new"]);
await countCalls();
await measureDrift();

async function specModel(): Promise<OtrsModel> {
  const { value } = await loadModel(join(project.root, SPEC), SPEC, { variables: {}, env: {} });
  if (value === undefined) throw new Error(`${SPEC} has errors`);
  return value.model as OtrsModel;
}

function readProgram(): Promise<string> {
  return import("node:fs/promises").then(({ readFile }) =>
    readFile(join(import.meta.dirname, "bare/program.js"), "utf8"),
  );
}

async function addProgram(name: string, text: string): Promise<void> {
  await addFolder(name, {
    "package.json": '{ "type": "module" }\n',
    "infra/main.js": text,
    "Pulumi.yaml": `name: ${name}
runtime: { name: nodejs, options: { typescript: false } }
main: infra/main.js
config:
  keycloak:clientTimeout: "120"
`,
  });
}

/** With the settings of Pulumi's own template for TypeScript that say what runs. */
async function addNewProgram(): Promise<void> {
  const compilerOptions = { strict: true, target: "es2020", module: "commonjs", moduleResolution: "node" };
  await addFolder("new", {
    "package.json": '{ "name": "new", "main": "index.ts" }\n',
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
    "index.ts": 'import * as pulumi from "@pulumi/pulumi";\n',
    "Pulumi.yaml": "name: new\nruntime: { name: nodejs, options: { packagemanager: npm } }\n",
  });
}

async function addFolder(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const modules = join(folderOf(name), "node_modules");
  await cp(join(project.root, "node_modules"), modules, { recursive: true });
  for (const [path, text] of Object.entries(files)) await project.write(`others/${name}/${path}`, text);
}

function folderOf(name: string): string {
  return name === "ours" ? project.root : join(project.root, "others", name);
}

async function pulumi(name: string, words: readonly string[], env = {}): Promise<void> {
  const outcome = await project.pulumi(["--cwd", folderOf(name), ...words], env);
  if (outcome.code !== 0) throw new Error(`${name}: pulumi ${words.join(" ")}\n${outcome.text}`);
}

async function timed(
  kind: "up" | "preview",
  name: string,
  count: boolean,
  work: () => Promise<void>,
): Promise<void> {
  const start = performance.now();
  await work();
  if (!count) return;
  const row = times[kind];
  row[name] = [...(row[name] ?? []), (performance.now() - start) / 1000];
}

/** Takes the realms away and empties the stack, outside of the timed part. */
async function forget(name: string): Promise<void> {
  await removeDirectly(admin, model);
  await pulumi(name, ["state", "unprotect", "--all", "--yes", "--stack", name]);
  await pulumi(name, ["stack", "rm", "--force", "--yes", "--preserve-config", "--stack", name]);
  await pulumi(name, ["stack", "init", name]);
}

function report(kind: "up" | "preview", ours: string, others: readonly string[]): void {
  const row = times[kind];
  const own = row[ours] ?? [];
  const line = (name: string, values: readonly number[]) =>
    `  ${name.padEnd(8)} ${Math.min(...values).toFixed(2)} ${median(values).toFixed(2)} ${Math.max(...values).toFixed(2)} s (min, median, max of ${values.length})`;
  process.stdout.write(`${kind}\n${line("ours", own)}\n`);
  for (const other of others) {
    const values = row[other] ?? [];
    const ratios = own.map((value, index) => value / (values[index] ?? Number.NaN));
    process.stdout.write(`${line(other, values)}, ours / ${other}: ${median(ratios).toFixed(2)}\n`);
  }
}

/** An unchanged pair: as a command, as calls alone, and again among thousands of things that are not ours. */
async function measureDrift(): Promise<void> {
  await pulumi("ours", ["up", "--yes", "--skip-preview", "--stack", "ours"]);
  const measure = async (among: string) => {
    const [whole, reading]: [number[], number[]] = [[], []];
    let calls = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      const start = performance.now();
      const { code, text } = await project.deskrealm(["drift", SPEC, "--stack", "ours"]);
      if (code !== 0) throw new Error(`drift ${among}:\n${text}`);
      const middle = performance.now();
      // A client of its own, so that its login counts too.
      using fresh = new AdminClient(adminOf(keycloak));
      await findDrift(model, fresh);
      calls = fresh.calls;
      if (round === 0) continue;
      whole.push((middle - start) / 1000);
      reading.push((performance.now() - middle) / 1000);
    }
    const times = `the command ${median(whole).toFixed(2)} s, of it reading ${median(reading).toFixed(2)} s`;
    process.stdout.write(`drift ${among}: ${times}, ${calls} calls\n`);
  };
  await measure("of an unchanged pair");
  await addForeign(5000, 2000);
  await measure("among 5000 foreign clients and 2000 foreign roles");
  await forget("ours");
}

async function addForeign(clients: number, roles: number): Promise<void> {
  const path = adminPath`/realms/${model.realms.agents.realm}/partialImport`;
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  for (let from = 0; from < clients; from += 500)
    await admin.post(path, {
      ifResourceExists: "SKIP",
      clients: numbers(500).map((index) => ({ clientId: `foreign-${from + index}` })),
    });
  await admin.post(path, {
    ifResourceExists: "SKIP",
    roles: { client: { "otrs-app": numbers(roles).map((index) => ({ name: `foreign-${index}` })) } },
  });
}

/** Untimed: the proxy in between costs time itself. */
async function countCalls(): Promise<void> {
  await using proxy = await CountingProxy.start(keycloak.url);
  const through = { ...project.env, KEYCLOAK_URL: proxy.url };
  for (const name of ["ours", "bare"]) {
    const before = project.env;
    project.env = through;
    const counts: string[] = [];
    for (const words of [["up", "--yes", "--skip-preview"], ["preview"], ["refresh", "--yes"]]) {
      proxy.take();
      await pulumi(name, [...words, "--stack", name]);
      const calls = Object.values(proxy.take()).reduce((sum, count) => sum + count, 0);
      counts.push(`${words[0]} ${calls}`);
    }
    project.env = before;
    process.stdout.write(`calls to the server, ${name}: ${counts.join(", ")}\n`);
    await forget(name);
  }
  const start = admin.calls;
  await makeDirectly(admin, model);
  process.stdout.write(`calls to the server, direct: up ${admin.calls - start}\n`);
  await removeDirectly(admin, model);
}
