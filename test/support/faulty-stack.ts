// A stack on a server that fails: the command is a program, a proxy of its own stands before the server.

import assert from "node:assert/strict";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { FaultyProxy, type When } from "./faulty-proxy.ts";
import { differences, modelOf } from "./live.ts";
import { expectCode, keycloakEnvironment, type Outcome, Project } from "./project.ts";
import { adminOf } from "./test-keycloak.ts";

const PASSWORD = "Root-Initial-Passw0rd!";

/** A layout with realms `NAME-agents` and `NAME-customers`. */
export const faultySpec = (name: string) => `helpdesk: otrs
url: http://127.0.0.1:3001/otrs
agents:
  realm: ${name}-agents
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin], temporaryPassword: "\${env:ROOT_PASSWORD}" }
customers:
  realm: ${name}-customers
  attributes: { phone: {} }
`;

interface Administered {
  readonly adminUsername: string;
  readonly adminPassword: string;
}

interface FaultyStackOptions {
  readonly name: string;
  readonly account: Administered;
  /** The servers behind the proxy; a call goes to the first that takes it. */
  readonly urls: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class FaultyStack implements AsyncDisposable {
  readonly proxy: FaultyProxy;
  readonly project: Project;
  readonly agents: string;
  readonly customers: string;
  readonly #name: string;
  readonly #account: Administered;

  private constructor(proxy: FaultyProxy, project: Project, { name, account }: FaultyStackOptions) {
    this.proxy = proxy;
    this.project = project;
    this.#name = name;
    this.#account = account;
    this.agents = `${name}-agents`;
    this.customers = `${name}-customers`;
  }

  static async create(options: FaultyStackOptions): Promise<FaultyStack> {
    const { name, account, urls, env = {} } = options;
    const proxy = await FaultyProxy.before(...urls);
    const project = await Project.create({
      ...keycloakEnvironment(account, proxy.url),
      ROOT_PASSWORD: PASSWORD,
      ...env,
    });
    await project.write(`realms/${name}.yaml`, faultySpec(name));
    return new FaultyStack(proxy, project, options);
  }

  #words(command: string, ...more: string[]): string[] {
    return [command, `realms/${this.#name}.yaml`, "--stack", this.#name, ...more];
  }

  /** Runs a command on the stack's spec; `more` words follow. */
  run(command: string, ...more: string[]): Promise<Outcome> {
    return this.project.deskrealm(this.#words(command, ...more));
  }

  /** Destroys the realms of the stack, by their names. */
  destroy(): Promise<Outcome> {
    return this.run("destroy", "--allow-destroy", this.agents, this.customers);
  }

  /** Pulumi's state is gone, as with the folder of a machine. */
  async loseState(): Promise<void> {
    await rm(join(this.project.root, "state/.pulumi/stacks"), { recursive: true });
  }

  /** The same as `run`, where no file can grow beyond so many KiB. */
  runWithin(kib: number, command: string): Promise<Outcome> {
    return this.project.deskrealmWithin(kib, this.#words(command));
  }

  /**
   * Runs `up` until it ends well; the outcomes of all that did not, each with its account.
   *
   * @param most - runs that may fail
   */
  async untilHome(most: number): Promise<Outcome[]> {
    const failed: Outcome[] = [];
    for (;;) {
      const outcome = await this.run("up");
      if (outcome.code === 0) return failed;
      failed.push(assertAccount(outcome));
      assert.ok(failed.length <= most, `not home after ${failed.length} runs:\n${outcome.text}`);
    }
  }

  /** Runs the command, and kills it with all that it started at the first call that matches. */
  async killAt(when: When, command = "up"): Promise<void> {
    const child = this.project.startDeskrealm(this.#words(command), true);
    const ended = once(child, "exit");
    child.stderr?.resume();
    const killed = this.proxy.fail(
      { kind: "before", happen: async () => process.kill(-(child.pid ?? 0), "SIGKILL") },
      when,
    );
    const [, signal] = await ended;
    assert.deepEqual([signal, killed.hits], ["SIGKILL", 1]);
  }

  /** Nothing differs, one more run does nothing, and no secret was said. */
  async assertHome(url: string): Promise<void> {
    const spec = join(this.project.root, `realms/${this.#name}.yaml`);
    const loaded = await modelOf(spec, { env: { ROOT_PASSWORD: PASSWORD } });
    const { adminUsername, adminPassword } = this.#account;
    assert.deepEqual(await differences(adminOf({ url, adminUsername, adminPassword }), loaded), []);
    assert.match(expectCode(await this.run("up"), 0).stdout, /^\d+ same\n$/);
    const said = this.project.said.join("\n");
    for (const secret of [PASSWORD, adminPassword]) assert.ok(!said.includes(secret));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.project[Symbol.asyncDispose]();
    await this.proxy[Symbol.asyncDispose]();
  }
}

/** The account of an operation that failed, and the way on; nothing of how it was called. */
export function assertAccount(outcome: Outcome): Outcome {
  expectCode(outcome, 1);
  assert.match(outcome.stderr, /^failed \(\d+\):\n {2}otrs\/.+? was not \w+.*: \S/m);
  assert.match(
    outcome.stderr,
    /^error pulumi-failed: \w+ was not finished: \d+ done, \d+ failed, \d+ not tried\./m,
  );
  assert.match(outcome.stderr, /^hint: .*run the same command again: it goes on from here$/m);
  assert.doesNotMatch(outcome.stderr, /Command failed with exit code/);
  return outcome;
}
