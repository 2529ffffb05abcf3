// What the workflows to copy may never do, whoever changes them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import {
  type Job,
  REPOSITORY,
  readAction,
  readWorkflow,
  WORKFLOWS,
  type Workflow,
} from "../support/workflow.ts";

/** The one user of each right to write. */
const MAY_WRITE: Readonly<Record<string, string>> = {
  "pull-requests": "review.yml comment",
  "security-events": "review.yml code-scanning",
  issues: "drift.yml issue",
};

/** What is wrong with a workflow, a line for each. */
function faults(name: string, text: string): string[] {
  const workflow: Workflow = parse(text);
  const jobs = Object.entries(workflow.jobs);
  const found = [
    ...(JSON.stringify(workflow.permissions) === "{}" ? [] : ["the workflow has permissions of its own"]),
    ...["pull_request_target", "workflow_run", "issue_comment"]
      .filter((event) => event in workflow.on)
      .map((event) => `${event} lets strangers start a job that has rights`),
    ...(workflow.defaults?.run?.shell === "bash" ? [] : ["without shell: bash a pipe hides a failure"]),
    ...[...text.matchAll(/uses: *(.*)/g)]
      .filter(([, used = ""]) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))
      // What is checked out has a commit already.
      .filter(([, used = ""]) => !/^\.\/actions\/[\w-]+$/.test(used))
      .map(([, used]) => `not pinned by a commit with its version: ${used}`),
    ...jobs.flatMap(([job, it]) => jobFaults(name, job, it).map((fault) => `${job}: ${fault}`)),
  ];
  const secrets = jobs.some(([, job]) => JSON.stringify(job).includes("secrets.") && !isOfOwnPeople(job));
  return "pull_request" in workflow.on && secrets ? [...found, "a pull request gets a secret"] : found;
}

const OWN_BRANCH = "github.event.pull_request.head.repo.full_name == github.repository";

/** Whether no fork's pull request starts the job. GitHub gives those no secrets, so that it would fail anyway. */
const isOfOwnPeople = ({ if: condition = "" }: Job): boolean =>
  condition.includes(OWN_BRANCH) || condition === "github.event_name == 'schedule'";

function jobFaults(name: string, job: string, it: Job): string[] {
  const { permissions, steps } = it;
  const runs = steps.map(({ run = "" }) => run).join("\n");
  const writes = Object.entries(permissions ?? {}).filter(([, right]) => right !== "read");
  const words = JSON.stringify(it);
  return [
    ...(permissions === undefined ? ["no permissions"] : []),
    ...writes.filter(([right]) => MAY_WRITE[right] !== `${name} ${job}`).map(([right]) => `writes ${right}`),
    ...(writes.length > 0 && /\bnp[mx]\b/.test(runs) ? ["may write and runs the branch's code"] : []),
    ...(writes.length > 0 && words.includes("secrets.") ? ["may write and holds secrets"] : []),
    ...(runs.includes("${{") ? ["an expression in a script"] : []),
    ...(it["timeout-minutes"] === undefined ? ["no time limit"] : []),
    ...(words.includes("secrets.") && it.environment === undefined ? ["secrets without an environment"] : []),
    ...steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")).flatMap(checkoutFaults),
  ];
}

const checkoutFaults = (step: object): string[] =>
  JSON.stringify(step).includes('"persist-credentials":false') ? [] : ["the checkout keeps the token"];

for (const file of WORKFLOWS) {
  test(`${file} keeps to the rules`, async () => {
    assert.deepEqual(
      faults(file.split("/").at(-1) ?? "", await readFile(join(REPOSITORY, file), "utf8")),
      [],
    );
  });
}

test("a workflow that breaks the rules is told so", () => {
  const bad = [
    "on: { pull_request: {}, pull_request_target: {} }",
    "jobs:",
    "  one:",
    "    permissions: { contents: write }",
    "    steps:",
    "      - uses: actions/checkout@v6",
    "      - run: npm ci && echo ${{ github.event.pull_request.title }}",
    "        env: { KEY: '${{ secrets.KEY }}' }",
    "  two:",
    "    steps: []",
  ].join("\n");
  assert.deepEqual(faults("bad.yml", bad), [
    "the workflow has permissions of its own",
    "pull_request_target lets strangers start a job that has rights",
    "without shell: bash a pipe hides a failure",
    "not pinned by a commit with its version: actions/checkout@v6",
    "one: writes contents",
    "one: may write and runs the branch's code",
    "one: may write and holds secrets",
    "one: an expression in a script",
    "one: no time limit",
    "one: secrets without an environment",
    "one: the checkout keeps the token",
    "two: no permissions",
    "two: no time limit",
    "a pull request gets a secret",
  ]);
});

test("jobs that write to a pull request are not for forks, whose token cannot", async () => {
  const { jobs } = await readWorkflow("ci/github/review.yml");
  for (const { if: condition = "", permissions = {} } of Object.values(jobs)) {
    const writes = Object.values(permissions).includes("write");
    assert.equal(condition.includes(OWN_BRANCH), writes);
  }
});

test("two runs never work on one stack at once, and none is broken off", async () => {
  const { jobs } = await readWorkflow("ci/github/up.yml");
  assert.deepEqual(jobs["up"]?.concurrency, {
    group: "deskrealm-up-${{ matrix.stack }}",
    "cancel-in-progress": false,
  });
});

test("realms of a pull request are made and deleted one after the other, and none is broken off", async () => {
  const { concurrency, jobs } = await readWorkflow("ci/github/ephemeral.yml");
  assert.deepEqual(concurrency, {
    group: "deskrealm-ephemeral-${{ github.event.pull_request.number || 'all' }}",
    "cancel-in-progress": false,
  });
  // The step with the tests runs what the branch brings, and gets none of the account.
  const tests = jobs["test"]?.steps.at(-1);
  assert.doesNotMatch(JSON.stringify(tests), /KEYCLOAK_|secrets\./);
});

test("the action's inputs reach its scripts by the environment alone", async () => {
  const { runs } = await readAction("actions/ephemeral/action.yml");
  for (const { run = "", shell } of runs.steps) {
    assert.equal(shell, "bash");
    assert.doesNotMatch(run, /\$\{\{/);
  }
});
