// The files to copy are valid by the rules of those who run them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findGo } from "../../scripts/toolchain/go-build.ts";
import { GitProject } from "../support/git-project.ts";
import { REPOSITORY, readWorkflow, WORKFLOWS } from "../support/workflow.ts";

const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

const go = await findGo(process.env);

function ran(
  command: string,
  words: readonly string[],
  cwd = REPOSITORY,
  input = "",
): [number | null, string] {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, input, encoding: "utf8" });
  if (error !== undefined) throw error;
  return [status, `${stdout}${status === 0 ? "" : stderr}`];
}

test("GitHub's workflows are valid for actionlint, shell and all", () => {
  assert.ok(go, "actionlint is built with Go, which is not there: install it from go.dev");
  assert.deepEqual(ran(go, ["run", ACTIONLINT, ...WORKFLOWS]), [0, ""]);
});

test("shellcheck finds nothing in the scripts and in the workflows' steps", async () => {
  const scripts = globSync(["ci/shell/*.sh", "actions/*/*.sh"], { cwd: REPOSITORY }).sort();
  assert.deepEqual(ran("shellcheck", ["--external-sources", ...scripts]), [0, ""]);
  for (const file of WORKFLOWS) {
    for (const { steps } of Object.values((await readWorkflow(file)).jobs)) {
      for (const { run } of steps) {
        if (run !== undefined)
          assert.deepEqual(ran("shellcheck", ["--shell=bash", "-"], REPOSITORY, run), [0, ""]);
      }
    }
  }
});

/** The jobs of GitLab's file in a pipeline from `source`, each with when it runs. */
function pipelines(file: string): (source: string, ...more: string[]) => string[] {
  const command = join(REPOSITORY, "node_modules/.bin/gitlab-ci-local");
  return (source, ...more) => {
    using project = new GitProject();
    project.git("remote", "add", "origin", "git@gitlab.example:acme/realms.git");
    copyFileSync(join(REPOSITORY, file), join(project.root, ".gitlab-ci.yml"));
    project.commit({});
    const settings = [`CI_PIPELINE_SOURCE=${source}`, ...more];
    const variables = settings.flatMap((one) => ["--variable", one]);
    const names = settings.map((one) => one.replace(/=.*/, "")).join(",");
    const [code, text] = ran(
      command,
      ["--list-json", ...variables, "--ignore-predefined-vars", names],
      project.root,
    );
    assert.equal(code, 0, text);
    const list: { name: string; when: string }[] = JSON.parse(text.slice(text.indexOf("[\n")));
    return list.filter(({ when }) => when !== "never").map(({ name, when }) => `${name} ${when}`);
  };
}

const MAIN = ["CI_COMMIT_BRANCH=main", "CI_DEFAULT_BRANCH=main"];

test("GitLab's file is valid by GitLab's schema, and each pipeline has its jobs", () => {
  const jobs = pipelines("ci/gitlab/.gitlab-ci.yml");
  assert.deepEqual(jobs("merge_request_event"), ["review on_success"]);
  assert.deepEqual(jobs("push", ...MAIN), ["up acme-test on_success", "up acme-prod manual"]);
  assert.deepEqual(jobs("push", "CI_COMMIT_BRANCH=other", "CI_DEFAULT_BRANCH=main"), []);
  assert.deepEqual(jobs("schedule", ...MAIN), ["close on_success", "drift always"]);
});

test("GitLab's file for test realms is valid by GitLab's schema, and each pipeline has its jobs", () => {
  const jobs = pipelines("ci/gitlab/ephemeral.gitlab-ci.yml");
  assert.deepEqual(jobs("merge_request_event", "CI_MERGE_REQUEST_IID=7"), [
    "test realms on_success",
    "delete test realms manual",
  ]);
  assert.deepEqual(jobs("push", ...MAIN), []);
  assert.deepEqual(jobs("schedule", ...MAIN), ["delete old test realms on_success"]);
});
