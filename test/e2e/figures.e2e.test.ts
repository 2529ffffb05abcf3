// What operations cost, in figures that are the same at each run, and never in seconds: calls to the server, programs
// started, modules of packages loaded, resources. What changes one of them for a good reason, such as one more call,
// is written down by `UPDATE_GOLDEN=1 node --test test/e2e/figures.e2e.test.ts`.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { AdminClient } from "../../infra/admin/client.ts";
import { defaultKeycloakVersion } from "../../scripts/servers/keycloak-versions.ts";
import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";
import { CountingProxy } from "../support/counting-proxy.ts";
import { assertFigures } from "../support/figures.ts";
import { Hand } from "../support/hand.ts";
import { isOfPackage, ProcessNotes } from "../support/note-processes.ts";
import { expectCode, type Outcome, type Project } from "../support/project.ts";
import { useProject } from "../support/use-project.ts";

interface Spec {
  readonly name: string;
  readonly secret: string;
  readonly realms: readonly string[];
  /** A text of the spec, and what it is changed to: one value of one realm. */
  readonly change: readonly [string, string];
  /** Addresses for test realms. */
  readonly urls: readonly string[];
}

const SPECS: readonly Spec[] = [
  {
    name: "otrs",
    secret: "root",
    realms: ["otrs-agents", "otrs-customer-users"],
    change: ["customers:\n", "customers:\n  displayName: Help desk\n"],
    urls: ["https://otrs.preview.example"],
  },
  {
    // Of two helpdesks.
    name: "several",
    secret: "ada",
    realms: ["acme-staff", "acme-clients"],
    change: ["displayName: ACME Support", "displayName: ACME Help"],
    urls: ["otobo=https://otobo.preview.example", "tickets=https://tickets.preview.example"],
  },
];

interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
  /** Whose resources are counted afterwards. */
  readonly stack?: string;
}

/** In this order: each finds what those before have left. */
function stepsOf({ name, realms, change, urls }: Spec, project: Project): readonly Step[] {
  const spec = `realms/${name}.yaml`;
  const [plain, ours] = stacksOf(name);
  const pulumi = (...words: string[]) => project.pulumi([...words, "--stack", plain]);
  const deskrealm = (operation: string, ...words: string[]) =>
    project.deskrealm([operation, spec, "--stack", ours, ...words]);
  const destroy = ["destroy", spec, "--stack", plain, "--allow-destroy", ...realms];
  const up = ["up", "--yes", "--skip-preview"];
  const testRealms = ["up", spec, "--name", "pr-1", ...urls.flatMap((url) => ["--url", url])];
  const changed = async () => {
    const text = await readFile(join(project.root, spec), "utf8");
    await project.write(spec, text.replace(...change));
    return deskrealm("up");
  };
  return [
    { name: "pulumi up, new", run: () => pulumi(...up), stack: plain },
    { name: "pulumi preview", run: () => pulumi("preview") },
    { name: "pulumi preview --refresh", run: () => pulumi("preview", "--refresh") },
    { name: "deskrealm destroy", run: () => project.deskrealm(destroy) },
    { name: "deskrealm up, new", run: () => deskrealm("up"), stack: ours },
    { name: "deskrealm up, nothing to do", run: () => deskrealm("up") },
    { name: "deskrealm preview", run: () => deskrealm("preview") },
    { name: "deskrealm drift", run: () => deskrealm("drift") },
    { name: "deskrealm verify", run: () => deskrealm("verify") },
    { name: "deskrealm up, one value changed", run: changed },
    { name: "deskrealm ephemeral up", run: () => project.deskrealm(["ephemeral", ...testRealms]) },
    { name: "deskrealm ephemeral down", run: () => project.deskrealm(["ephemeral", "down", "pr-1"]) },
  ];
}

const stacksOf = (spec: string) => [`${spec}-plain`, `${spec}-ours`] as const;

test("operations take no more calls, programs, packages and resources than they did", async (context) => {
  const toolchain = await ensureToolchain({ env: process.env });
  await using notes = await ProcessNotes.open(toolchain);
  // Figures hold for one version. `npm run test:all` takes a file that names support/versions.ts for one of these.
  await using project = await useProject({ version: defaultKeycloakVersion, env: notes.env });
  await using _ = await longTokens(project.admin);
  await using proxy = await CountingProxy.start(project.keycloak.url);
  project.env = { ...project.env, KEYCLOAK_URL: proxy.url };
  const figures: Record<string, number> = {};
  for (const spec of SPECS) {
    const secret = { [`deskrealm:secrets.${spec.secret}`]: "Figures-123456" };
    for (const stack of stacksOf(spec.name))
      await project.initStack(stack, `realms/${spec.name}.yaml`, { secret });
    for (const { name, run, stack } of stepsOf(spec, project)) {
      const count = (what: string, value: number) => {
        figures[`${spec.name}, ${name}: ${what}`] = value;
      };
      proxy.take();
      await notes.take();
      expectCode(await run(), 0);
      for (const [kind, calls] of Object.entries(proxy.take())) count(`calls, ${kind}`, calls);
      const programs = Object.entries(await notes.take());
      // They are the same for each spec.
      for (const [program, { starts, loaded }] of spec === SPECS[0] ? programs : []) {
        count(`starts of ${program}`, starts);
        // Our own are in test/unit/figures.test.ts: a new file is not to need a server.
        count(`modules of packages in ${program}`, loaded.filter(isOfPackage).length);
      }
      if (stack !== undefined) count("resources in the state", await resourcesOf(stack, project));
    }
  }
  context.diagnostic(
    `Pulumi ${toolchain.versions.cli} (${toolchain.source.cli}); another may have other figures`,
  );
  assertFigures(join(import.meta.dirname, "golden/figures.txt"), figures, context);
});

/** On a busy machine an operation takes longer than the minute that a token holds, and would ask for another. */
async function longTokens(admin: AdminClient): Promise<AsyncDisposable> {
  const hold = (seconds: string) =>
    new Hand(admin, "master").setClient("admin-cli", ({ attributes }) => ({
      attributes: { ...attributes, "access.token.lifespan": seconds },
    }));
  await hold("3600");
  // Nothing takes the attribute away again, for whoever is lent the server next.
  return { [Symbol.asyncDispose]: () => hold("") };
}

async function resourcesOf(stack: string, project: Project): Promise<number> {
  const { stdout } = expectCode(await project.pulumi(["stack", "export", "--stack", stack]), 0);
  return (JSON.parse(stdout) as { deployment: { resources: unknown[] } }).deployment.resources.length;
}
