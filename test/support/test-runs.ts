// The commands of `deskrealm ephemeral` in process and as processes, with a cache of their own, which shares the Keycloaks and has no Pulumi.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { runCli } from "../../scripts/cli.ts";
import type { Context } from "../../scripts/context.ts";
import type { EphemeralRealms, EphemeralRun } from "../../scripts/ephemeral/types.ts";
import { projectRoot } from "../../scripts/project-root.ts";
import { cacheRoot } from "../../scripts/toolchain/cache.ts";
import { keycloakEnvironment } from "./project.ts";
import type { CliResult } from "./run-cli.ts";
import type { TestKeycloak } from "./test-keycloak.ts";

/** Two realms, with one person in each. */
export const TEST_SPEC = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  roles: [Agent, Admin]
customers: {}
ephemeral:
  agents:
    users: { alice: { firstName: Alice, lastName: Agent, email: alice@test.example, roles: [Agent] } }
  customers:
    users: { carl: { firstName: Carl, lastName: Customer, email: carl@test.example, roles: [Customer User], attributes: { customerid: ACME-1 } } }
`;

/** Nothing of the person's own. */
const FOREIGN = /^(KEYCLOAK_|PULUMI_|DESKREALM_|GITHUB_|GITLAB_|NODE_TEST_CONTEXT$)/;

export class TestRuns implements AsyncDisposable {
  readonly folder: string;
  readonly cache: string;
  readonly env: Readonly<Record<string, string>>;
  /** Everything that was said. */
  readonly said: string[] = [];

  private constructor(folder: string, cache: string, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.cache = cache;
    this.env = env;
  }

  /** @param keycloak - the shared one */
  static async create(keycloak?: TestKeycloak): Promise<TestRuns> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-test-runs-"));
    const cache = join(folder, "cache");
    await mkdir(cache);
    await symlink(join(cacheRoot(process.env), "keycloak"), join(cache, "keycloak"));
    const own = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !FOREIGN.test(entry[0]),
    );
    const server = keycloak === undefined ? {} : keycloakEnvironment(keycloak, keycloak.url);
    const runs = new TestRuns(folder, cache, {
      ...Object.fromEntries(own),
      DESKREALM_CACHE: cache,
      ...server,
    });
    await runs.write("spec.yaml", TEST_SPEC);
    return runs;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /** What a command gets; what it says is kept. */
  context(now: () => Date = () => new Date(), env: Record<string, string> = {}): Context {
    return { ...this.#context(now, env), stdout: this.#collect([]), stderr: this.#collect([]) };
  }

  /** One command line after `deskrealm ephemeral`. */
  async run(
    words: readonly string[],
    { now = () => new Date(), env = {} }: { now?: () => Date; env?: Record<string, string> } = {},
  ): Promise<CliResult> {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const streams = { stdout: this.#collect(stdout), stderr: this.#collect(stderr) };
    const code = await runCli(["ephemeral", ...words], { ...this.#context(now, env), ...streams });
    return { code, stdout: stdout.join(""), stderr: stderr.join("") };
  }

  up(name: string, ...words: string[]): Promise<CliResult> {
    const url = `https://${name}.preview.example`;
    return this.run(["up", "spec.yaml", "--name", name, "--url", url, ...words]);
  }

  /** A command line as a process in a group of its own. */
  start(words: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const cli = join(projectRoot(), "bin/deskrealm.cjs");
    return spawn(process.execPath, [cli, "ephemeral", ...words], {
      cwd: this.folder,
      env: { ...this.env, ...env },
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
  }

  /** What `up` wrote for a name. */
  async result<R extends EphemeralRun = EphemeralRealms>(name: string): Promise<R> {
    const file = join(this.folder, "test-realms", name, "deskrealm.json");
    return JSON.parse(await readFile(file, "utf8")) as R;
  }

  /** Names of which something is kept on this machine, once for each server. */
  async kept(): Promise<string[]> {
    const root = join(this.cache, "ephemeral");
    const servers = await readdir(root).catch(() => []);
    const names = await Promise.all(servers.map((server) => readdir(join(root, server))));
    return names.flat().filter((name) => !name.startsWith("."));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  #context(now: () => Date, env: Record<string, string>): Omit<Context, "stdout" | "stderr"> {
    const { signal } = new AbortController();
    return { env: { ...this.env, ...env }, cwd: this.folder, root: projectRoot(), now, signal };
  }

  #collect(into: string[]): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        into.push(chunk.toString());
        this.said.push(chunk.toString());
        done();
      },
    });
  }
}
