// The review's workflow, run: its own steps, by real bash and git, against a stand-in for GitHub.

import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { MARKER } from "../../scripts/review/views/markdown.ts";
import { GitProject, stack } from "../support/git-project.ts";
import { GitHub, TOKEN } from "../support/github.ts";
import { type Environment, type JobResult, REPOSITORY, readWorkflow, runJob } from "../support/workflow.ts";

const { jobs } = await readWorkflow("ci/github/review.yml");
const SPEC = "helpdesk: otrs\nurl: https://desk.example\nagents: { roles: [Agent, Admin] }\n";
const COPIED = ["infra", "scripts", "bin", "ci", "Pulumi.yaml", "package.json"];

/** A checkout of the project with a branch that changes a spec, as a runner has it. */
class Checkout implements Disposable {
  readonly project = new GitProject();
  readonly #env: NodeJS.ProcessEnv;

  constructor() {
    const { root } = this.project;
    for (const name of COPIED) cpSync(join(REPOSITORY, name), join(root, name), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
    // What is installed here is installed: `npm ci` would bring it all again.
    const stubs = join(root, ".git/stubs");
    mkdirSync(stubs);
    writeFileSync(join(stubs, "npm"), '#!/bin/sh\n[ "$1" = ci ]\n');
    chmodSync(join(stubs, "npm"), 0o755);
    const path = [stubs, dirname(process.execPath), process.env["PATH"]].join(delimiter);
    this.#env = { PATH: path, HOME: root, GITHUB_ACTIONS: "true", CI: "true" };
    this.project.commit({
      ".gitignore": "node_modules\nreview\n",
      "realms/acme.yaml": SPEC,
      "stacks/Pulumi.acme.yaml": stack("realms/acme.yaml"),
    });
    this.project.git("update-ref", "refs/remotes/origin/main", "HEAD");
  }

  review(): Promise<JobResult> {
    return this.#run("review", this.#env, { "github.base_ref": "main" });
  }

  /** Runs one of the jobs that write, with what the review handed on. */
  write(job: "comment" | "code-scanning", github: GitHub, outputs: Environment): Promise<JobResult> {
    const of = Object.entries(outputs).map(([name, value]) => [`needs.review.outputs.${name}`, value]);
    const values = { "github.token": TOKEN, "github.event.pull_request.number": "7" };
    const env = {
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: "acme/realms",
      GITHUB_SHA: this.project.git("rev-parse", "HEAD"),
      GITHUB_REF: "refs/pull/7/merge",
    };
    return this.#run(job, { ...this.#env, ...env }, { ...values, ...Object.fromEntries(of) });
  }

  async #run(name: string, env: NodeJS.ProcessEnv, values: Environment): Promise<JobResult> {
    const job = jobs[name];
    assert.ok(job);
    return runJob(job, { cwd: this.project.root, env, values });
  }

  [Symbol.dispose](): void {
    this.project[Symbol.dispose]();
  }
}

function fine(result: JobResult): JobResult {
  assert.equal(result.code, 0, result.log);
  return result;
}

test("a pull request has one comment: made first, changed with the review, left alone where it is the same", async () => {
  using checkout = new Checkout();
  await using github = await GitHub.start();
  // More than a page of other people's words, some of whom know the marker.
  for (let count = 0; count < 120; count++) github.addComment(`${MARKER}\nnumber ${count}`, "mallory");

  checkout.project.commit({ "realms/acme.yaml": SPEC.replace(", Admin", "") });
  const first = fine(await checkout.review());
  assert.match(first.summary, /role `Admin` of `otrs-app` goes/);
  fine(await checkout.write("comment", github, first.outputs));
  const own = github.comments.filter(({ user }) => user.login !== "mallory");
  assert.deepEqual(github.writes, ["POST issues/7/comments"]);
  assert.equal(own[0]?.body.replaceAll("\r\n", "\n"), first.summary);

  fine(await checkout.write("comment", github, fine(await checkout.review()).outputs));
  assert.deepEqual(github.writes, ["POST issues/7/comments"]);

  checkout.project.commit({ "realms/acme.yaml": SPEC.replace("Admin", "Boss") });
  const second = fine(await checkout.review());
  assert.notEqual(second.summary, first.summary);
  fine(await checkout.write("comment", github, second.outputs));
  assert.deepEqual(github.writes, ["POST issues/7/comments", "PATCH issues/comments/121"]);
  assert.equal(github.comments.length, 121);
  assert.equal(own[0]?.body, second.summary);
});

test("code scanning gets the review as SARIF, and its absence is no failure", async () => {
  using checkout = new Checkout();
  await using github = await GitHub.start();
  const head = checkout.project.commit({ "realms/acme.yaml": SPEC.replace(", Admin", "") });
  const { outputs } = fine(await checkout.review());
  fine(await checkout.write("code-scanning", github, outputs));
  const [{ sarif = "", ...rest } = {}] = github.sarifs;
  assert.deepEqual(rest, { commit_sha: head, ref: "refs/pull/7/merge", tool_name: "deskrealm" });
  const document = JSON.parse(gunzipSync(Buffer.from(sarif, "base64")).toString());
  assert.equal(
    document.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri,
    "realms/acme.yaml",
  );

  github.codeScanning = false;
  const refused = fine(await checkout.write("code-scanning", github, outputs));
  assert.match(refused.log, /^::warning::.*: Code scanning is not enabled$/m);
});

test("a review of many helpdesks fits into the comment and into what jobs hand on", async () => {
  using checkout = new Checkout();
  await using github = await GitHub.start();
  const many = (title: string) =>
    Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [
        [
          `realms/d${index}.yaml`,
          `helpdesk: otrs\nurl: https://d${index}.example\nagents: { displayName: "${title} ${index}", realm: a${index} }\ncustomers: { realm: c${index} }\n`,
        ],
        [`stacks/Pulumi.d${index}.yaml`, stack(`realms/d${index}.yaml`)],
      ]).flat(),
    );
  checkout.project.commit(many("before"));
  checkout.project.git("update-ref", "refs/remotes/origin/main", "HEAD");
  checkout.project.commit(many("after".repeat(40)));
  const { outputs, summary } = fine(await checkout.review());
  assert.ok(summary.length > 20_000 && summary.length < 65_536, `${summary.length}`);
  fine(await checkout.write("comment", github, outputs));
  assert.equal(github.comments.length, 1);
});

test("a review that fails hands nothing on", async () => {
  using checkout = new Checkout();
  checkout.project.git("update-ref", "-d", "refs/remotes/origin/main");
  const { code, log, outputs } = await checkout.review();
  assert.equal(code, 2, log);
  assert.deepEqual(outputs, { markdown: "", sarif: "" });
});
