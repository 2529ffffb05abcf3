// The scripts that the jobs call, and the drift's workflow, with stand-ins for the programs that need a server.

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { GitHub, TOKEN } from "../support/github.ts";
import { bash, REPOSITORY, readWorkflow, runJob } from "../support/workflow.ts";

const { jobs } = await readWorkflow("ci/github/drift.yml");

/** Programs that write down how they were called. */
class Programs implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "deskrealm-programs-"));

  /** @param script - what it does after that, in sh */
  add(name: string, script: string): void {
    const file = join(this.#folder, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>"${this.#folder}/calls"\n${script}\n`);
    chmodSync(file, 0o755);
  }

  get env(): NodeJS.ProcessEnv {
    return { PATH: [this.#folder, process.env["PATH"]].join(delimiter) };
  }

  get calls(): string[] {
    return readFileSync(join(this.#folder, "calls"), "utf8").trim().split("\n");
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const up = (programs: Programs, env: NodeJS.ProcessEnv = {}) =>
  bash(["ci/shell/up.sh", "acme-prod"], { cwd: REPOSITORY, env: { ...programs.env, ...env } });

test("up.sh brings Pulumi, runs up, looks at the server, and never lets realms go", async () => {
  using programs = new Programs();
  programs.add("npx", 'case "$*" in *setup*) echo "export BROUGHT=yes";; esac');
  programs.add("pulumi", 'echo "brought: $BROUGHT, may destroy: ${DESKREALM_ALLOW_DESTROY-nothing}"');
  const { code, log } = await up(programs, { DESKREALM_ALLOW_DESTROY: "otrs-agents" });
  assert.deepEqual([code, log], [0, "brought: yes, may destroy: nothing\n"]);
  assert.deepEqual(programs.calls, [
    "npx --no -- deskrealm setup --env --no-keycloak",
    "pulumi up --yes --non-interactive --stack acme-prod",
    "npx --no -- deskrealm drift --stack acme-prod",
  ]);
});

test("up.sh ends where a step fails, with its exit code", async () => {
  using programs = new Programs();
  programs.add("pulumi", "exit 255");
  programs.add("npx", 'case "$*" in *setup*) exit 1;; esac');
  assert.equal((await up(programs)).code, 1);
  assert.equal(programs.calls.length, 1);
  programs.add("npx", "");
  assert.equal((await up(programs)).code, 255);
  assert.equal(programs.calls.length, 3);
});

test("close.sh ends windows of all stacks, never lets realms go, and ends as that does", async () => {
  using programs = new Programs();
  const close = () =>
    bash(["ci/shell/close.sh"], {
      cwd: REPOSITORY,
      env: { ...programs.env, DESKREALM_ALLOW_DESTROY: "otrs-agents" },
    });
  programs.add("npx", 'echo "may destroy: ${DESKREALM_ALLOW_DESTROY-nothing}"');
  const { code, log } = await close();
  assert.deepEqual([code, log], [0, "may destroy: nothing\n"]);
  assert.deepEqual(programs.calls, ["npx --no -- deskrealm ldap close --all"]);
  programs.add("npx", "exit 1");
  assert.equal((await close()).code, 1);
});

test("a night closes windows before it looks, and looks whatever came of that", async () => {
  const { close, drift } = jobs;
  assert.ok(close && drift);
  using programs = new Programs();
  programs.add("npm", "");
  programs.add("npx", "exit 1");
  const values = Object.fromEntries(
    ["vars.PULUMI_BACKEND_URL", "vars.KEYCLOAK_CLIENT_ID"]
      .concat("secrets.PULUMI_CONFIG_PASSPHRASE", "secrets.KEYCLOAK_CLIENT_SECRET")
      .map((name) => [name, "set"]),
  );
  assert.equal((await runJob(close, { cwd: REPOSITORY, env: programs.env, values })).code, 1);
  assert.ok(programs.calls.includes("npx --no -- deskrealm ldap close --all"));
  assert.deepEqual([close.environment, drift.environment], ["close", "drift"]);
  assert.deepEqual([drift.needs, drift.if], ["close", "${{ !cancelled() }}"]);
});

/** A night: drift ends with that code and report, and the issue's job follows. */
async function night(github: GitHub, code: number, report: string) {
  using programs = new Programs();
  programs.add("npm", "");
  programs.add("npx", `printf '%s' '${report}'\nexit ${code}`);
  const { drift, issue } = jobs;
  assert.ok(drift && issue);
  const settings = ["vars.PULUMI_BACKEND_URL", "vars.KEYCLOAK_CLIENT_ID"];
  const secrets = ["secrets.PULUMI_CONFIG_PASSPHRASE", "secrets.KEYCLOAK_CLIENT_SECRET"];
  const checked = await runJob(drift, {
    cwd: REPOSITORY,
    env: programs.env,
    values: Object.fromEntries([...settings, ...secrets].map((name) => [name, "set"])),
  });
  const told = await runJob(issue, {
    cwd: REPOSITORY,
    env: { ...programs.env, GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "acme/realms" },
    values: {
      "github.token": TOKEN,
      "needs.drift.outputs.code": checked.outputs["code"] ?? "",
      "needs.drift.outputs.report": checked.outputs["report"] ?? "",
    },
  });
  assert.equal(told.code, 0, told.log);
  assert.equal(checked.summary, report);
  return checked.code;
}

test("drift fails a night by its exit code and keeps one issue open until nothing differs", async () => {
  await using github = await GitHub.start();
  assert.equal(await night(github, 0, "as it should be"), 0);
  assert.equal(await night(github, 1, "no answer"), 1);
  assert.deepEqual(github.writes, []);

  assert.equal(await night(github, 3, "## one\n- changed"), 3);
  assert.equal(await night(github, 3, "## one\n- changed again"), 3);
  const [issue] = github.issues;
  assert.equal(issue?.title, "Servers differ from their specs");
  assert.equal(issue?.body, "<!-- deskrealm-drift -->\n\n## one\n- changed again");
  // What cannot be told leaves the issue as it is.
  assert.equal(await night(github, 1, "no answer"), 1);
  assert.equal(issue?.state, "open");
  assert.equal(await night(github, 0, "as it should be"), 0);
  assert.equal(issue?.state, "closed");
  assert.deepEqual(github.writes, ["POST issues", "PATCH issues/1", "PATCH issues/1"]);

  assert.equal(await night(github, 3, "ä".repeat(70_000)), 3);
  assert.equal(github.issues.length, 2);
});
