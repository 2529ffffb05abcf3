// The action for test realms: its own steps, run by bash as a runner runs them, on a real Keycloak.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { before, suite, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import type { EphemeralRealms, SeveralEphemeralRealms } from "../../scripts/ephemeral/types.ts";
import { cacheRoot } from "../../scripts/toolchain/cache.ts";
import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";
import { inSuite } from "../support/in-suite.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { realms } from "../support/test-realms.ts";
import { type Environment, REPOSITORY, readAction, runAction } from "../support/workflow.ts";

const ACTION = "actions/ephemeral";
const action = await readAction(`${ACTION}/action.yml`);
const SPEC = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  roles: [Agent]
ephemeral:
  agents:
    users:
      alice: { firstName: Alice, lastName: Agent, email: alice@acme.example, roles: [Agent] }
`;

const keycloak = inSuite(() => startKeycloak());
before(() => ensureToolchain({ env: process.env }));

/** A runner with a checkout of somebody's own project in it. */
class Runner implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Runner> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-action-"));
    for (const name of ["checkout", "temporary", "home"]) await mkdir(join(folder, name));
    await writeFile(join(folder, "checkout/realms.yaml"), SPEC);
    return new Runner(folder);
  }

  get checkout(): string {
    return join(this.#folder, "checkout");
  }

  get temporary(): string {
    return join(this.#folder, "temporary");
  }

  /** @param event - values of the run, such as the number of the pull request */
  run(inputs: Environment, event: Environment = {}) {
    const values = { "github.event.pull_request.number": "", ...event };
    const env = {
      PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      HOME: join(this.#folder, "home"),
      DESKREALM_CACHE: cacheRoot(process.env),
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "ada",
      GITHUB_ACTION_PATH: join(REPOSITORY, ACTION),
      KEYCLOAK_CLIENT_ID: "admin-cli",
      KEYCLOAK_USER: keycloak.adminUsername,
      KEYCLOAK_PASSWORD: keycloak.adminPassword,
    };
    const temporary = this.temporary;
    return runAction(action, inputs, { cwd: this.checkout, env, values, temporary });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Names of a spec's realms. */
const namesOf = (name: string): string[] => [`otrs-agents-${name}`, `otrs-customer-users-${name}`];

suite("the action", () => {
  test("makes a pull request's realms, masks what is secret, tells where it all is, and ends them", async () => {
    await using runner = await Runner.open();
    const pullRequest = { "github.event.pull_request.number": "42" };
    const inputs = { "keycloak-url": keycloak.url };
    const up = await runner.run(
      { ...inputs, spec: "realms.yaml", url: "https://pr-42.preview.example" },
      pullRequest,
    );
    assert.equal(up.code, 0, up.log);
    assert.deepEqual(await realms(keycloak.admin), namesOf("pr-42"));

    const issuer = `${keycloak.url}/realms/otrs-agents-pr-42`;
    const { "agents-issuer": agents, "customers-issuer": customers, "people-issuer": people } = up.outputs;
    const [, other] = namesOf("pr-42");
    assert.deepEqual([agents, customers, people], [issuer, `${keycloak.url}/realms/${other}`, ""]);
    const jsonFile = up.outputs["json-file"] ?? "";
    const made: EphemeralRealms = JSON.parse(await readFile(jsonFile, "utf8"));
    assert.deepEqual([made.for, made.realms.agents?.issuer], ["ada", issuer]);
    assert.deepEqual(up.outputs["rendered"]?.split("\n"), made.rendered);
    for (const file of [jsonFile, up.outputs["env-file"] ?? ""]) {
      assert.ok(file.startsWith(runner.temporary));
      assert.equal((await stat(file)).mode & 0o777, 0o600);
    }
    // A later step reads the file as docs/ci.md says.
    const read = [
      'set -a; . "$1"; printf %s "$DESKREALM_AGENTS_PERSON_1_PASSWORD"',
      "sh",
      up.outputs["env-file"] ?? "",
    ];
    const password = made.realms.agents?.people[0]?.password;
    assert.equal(spawnSync("sh", ["-c", ...read], { encoding: "utf8" }).stdout, password);

    const secrets = Object.values(made.realms).flatMap(({ clients, people }) => [
      ...Object.values(clients).flatMap(({ secret }) => secret ?? []),
      ...people.map((person) => person.password),
    ]);
    // Two accounts of the helpdesk, and Alice.
    assert.equal(secrets.length, 3);
    const masks = up.log.split("\n").filter((line) => line.startsWith("::add-mask::"));
    assert.deepEqual(masks.map((line) => line.slice("::add-mask::".length)).sort(), secrets.sort());
    const rest = up.log.replace(/^::add-mask::.*$/gm, "");
    for (const secret of [...secrets, keycloak.adminPassword])
      assert.ok(!rest.includes(secret), "a secret is in the log");

    const down = await runner.run({ ...inputs, command: "down" }, pullRequest);
    assert.equal(down.code, 0, down.log);
    assert.deepEqual(await realms(keycloak.admin), []);
    const again = await runner.run({ ...inputs, command: "down" }, pullRequest);
    assert.equal(again.code, 0, again.log);
  });

  test("takes a line of KEY=URL for each of several helpdesks", async () => {
    await using runner = await Runner.open();
    await copyFile(join(REPOSITORY, "realms/several.yaml"), join(runner.checkout, "several.yaml"));
    const inputs = { "keycloak-url": keycloak.url, spec: "several.yaml", name: "pr-9" };
    const url = "otobo=https://pr-9.preview.example/otobo\n\ntickets=https://tickets-9.preview.example\n";
    const up = await runner.run({ ...inputs, url });
    assert.equal(up.code, 0, up.log);
    assert.equal(up.outputs["customers-issuer"], `${keycloak.url}/realms/acme-clients-pr-9`);
    const made = JSON.parse(await readFile(up.outputs["json-file"] ?? "", "utf8")) as SeveralEphemeralRealms;
    assert.deepEqual(
      Object.values(made.helpdesks).map((one) => one.url),
      ["https://pr-9.preview.example/otobo", "https://tickets-9.preview.example"],
    );
    const secrets = Object.values(made.realms).flatMap(({ clients, people }) => [
      ...Object.values(clients).map(({ secret }) => secret ?? ""),
      ...people.map(({ password }) => password),
    ]);
    assert.equal(secrets.length, 6);
    for (const secret of secrets) assert.ok(up.log.includes(`::add-mask::${secret}\n`));
    const rest = up.log.replace(/^::add-mask::.*$/gm, "");
    for (const secret of secrets) assert.ok(!rest.includes(secret), "a secret is in the log");
    const down = await runner.run({ "keycloak-url": keycloak.url, command: "down", name: "pr-9" });
    assert.equal(down.code, 0, down.log);
    assert.deepEqual(await realms(keycloak.admin), []);
  });

  test("gc deletes what is past its time, and nothing else", async () => {
    await using runner = await Runner.open();
    const inputs = { "keycloak-url": keycloak.url };
    const common = { ...inputs, spec: "realms.yaml", url: "https://pr.preview.example" };
    for (const [name, ttl] of [
      ["old", "1m"],
      ["new", "8h"],
    ] as const) {
      const { code, log } = await runner.run({ ...common, name, ttl });
      assert.equal(code, 0, log);
    }
    const { admin } = keycloak;
    for (const realm of namesOf("old")) {
      const old = await admin.get<{ attributes: Record<string, string> }>(adminPath`/realms/${realm}`);
      const attributes = { ...old.attributes, "deskrealm.ephemeral.until": "2020-01-01T00:00:00Z" };
      await admin.put(adminPath`/realms/${realm}`, { ...old, attributes });
    }
    const gc = await runner.run({ ...inputs, command: "gc" });
    assert.equal(gc.code, 0, gc.log);
    assert.deepEqual(await realms(keycloak.admin), namesOf("new"));
    const down = await runner.run({ ...inputs, command: "down", name: "new" });
    assert.equal(down.code, 0, down.log);
  });
});

test("a job without an account gets a Keycloak of its own, until it ends it", async () => {
  await using runner = await Runner.open();
  const name = `job-${process.pid}`;
  const inputs = { embedded: "true", spec: "realms.yaml", url: "https://desk.example", name };
  try {
    const up = await runner.run(inputs);
    assert.equal(up.code, 0, up.log);
    const issuer = up.outputs["agents-issuer"] ?? "";
    assert.ok(!issuer.startsWith(keycloak.url));
    assert.equal((await fetch(issuer)).status, 200);
  } finally {
    const down = await runner.run({ command: "down", name });
    assert.equal(down.code, 0, down.log);
  }
  assert.deepEqual(await realms(keycloak.admin), []);
});

suite("hostile inputs", () => {
  const evil = (mark: string) => [
    `$(touch ${mark})`,
    `\`touch ${mark}\``,
    `"; touch ${mark}; "`,
    `'; touch ${mark}; '`,
    `pr-1\ntouch ${mark}`,
    `pr-1\n::add-mask::x\n::set-output name=env-file::${mark}`,
    "--stack=prod",
    "-- --embedded",
    "../../etc",
    "*",
  ];

  test("as a name they are refused: nothing runs, nothing is made, and the runner takes no word for its own", async () => {
    await using runner = await Runner.open();
    const mark = join(runner.temporary, "harm");
    for (const command of ["up", "down"]) {
      for (const name of evil(mark)) {
        const inputs = {
          command,
          "keycloak-url": keycloak.url,
          spec: "realms.yaml",
          url: "https://pr.example",
        };
        const { code, log, outputs } = await runner.run({ ...inputs, name });
        assert.equal(code, 2, `${command} ${JSON.stringify(name)}: ${log}`);
        assert.equal(outputs["env-file"], "");
        // Between the pause and its end, nothing is a command.
        const [, , said = ""] = /^::stop-commands::(\S+)\n([\s\S]*)^::\1::$/m.exec(log) ?? [];
        assert.notEqual(said, "");
        assert.doesNotMatch(log.replace(said, ""), /add-mask|set-output/);
      }
    }
    assert.ok(!(await readdir(runner.temporary)).includes("harm"));
    assert.deepEqual(await realms(keycloak.admin), []);
  });

  test("elsewhere they are values like any other, or refused", async () => {
    await using runner = await Runner.open();
    const mark = join(runner.temporary, "harm");
    const good = {
      "keycloak-url": keycloak.url,
      spec: "realms.yaml",
      url: "https://pr.example",
      name: "pr-1",
    };
    for (const input of ["spec", "url", "ttl", "command", "keycloak-url"]) {
      for (const value of evil(mark).slice(0, 5)) {
        const { code, log } = await runner.run({ ...good, [input]: value });
        assert.ok(code === 1 || code === 2, `${input} ${JSON.stringify(value)}: ${log}`);
      }
    }
    const values = evil(mark)
      .slice(0, 4)
      .map((value, index) => `V${index}=${value}`);
    const { code, log } = await runner.run({ ...good, spec: "missing.yaml", variables: values.join("\n") });
    assert.equal(code, 2, log);
    assert.ok(!(await readdir(runner.temporary)).includes("harm"));
    assert.deepEqual(await realms(keycloak.admin), []);
  });
});

test("packages are brought once, without their scripts and without those for developers", async () => {
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-install-"));
  try {
    await mkdir(join(folder, "actions"));
    await symlink(join(REPOSITORY, ACTION), join(folder, ACTION));
    await writeFile(
      join(folder, "npm"),
      '#!/bin/sh\necho "$PWD: npm $*"; mkdir -p node_modules; touch node_modules/.package-lock.json\n',
    );
    await chmod(join(folder, "npm"), 0o755);
    const env = {
      PATH: [folder, process.env["PATH"]].join(delimiter),
      GITHUB_ACTION_PATH: `${folder}/./${ACTION}`,
    };
    const [first] = action.runs.steps;
    const job = {
      ...action,
      outputs: {},
      runs: { ...action.runs, steps: first === undefined ? [] : [first] },
    };
    const install = () => runAction(job, {}, { cwd: tmpdir(), env, values: {} });
    assert.deepEqual(
      [(await install()).log, (await install()).log],
      [`${folder}: npm ci --omit=dev --ignore-scripts --no-audit --no-fund\n`, ""],
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
