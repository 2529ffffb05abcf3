// GitHub workflows to copy, as tests see them: parsed, and their steps run by bash as a runner would.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

export const REPOSITORY = join(import.meta.dirname, "../..");
/** Paths from the repository's top. */
export const WORKFLOWS = globSync("ci/github/*.yml", { cwd: REPOSITORY }).sort();

export type Environment = Readonly<Record<string, string>>;

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  /** Only in an action, where there is no default. */
  readonly shell?: string;
  readonly env?: Environment;
}

export interface Job {
  readonly permissions?: Environment;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly outputs?: Environment;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Environment;
  readonly concurrency?: Job["concurrency"];
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A composite action. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: "composite"; readonly steps: readonly Step[] };
}

export async function readAction(file: string): Promise<Action> {
  return parse(await readFile(join(REPOSITORY, file), "utf8"));
}

export async function readWorkflow(file: string): Promise<Workflow> {
  return parse(await readFile(join(REPOSITORY, file), "utf8"));
}

/** What a job's steps left behind. */
export interface JobResult {
  /** Of the first step that failed, else 0. */
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  /** The job's outputs, by name. */
  readonly outputs: Environment;
}

export interface JobOptions {
  /** The folder that is checked out. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Values of the expressions in the steps' `env`, such as `github.base_ref`; another one is an error. */
  readonly values: Environment;
  /** The runner's folder for temporary files, which stays; by default one that goes. */
  readonly temporary?: string;
}

/** Runs a job's `run` steps in their order, each by the bash that GitHub starts for `shell: bash`. */
export async function runJob(
  job: Pick<Job, "steps" | "outputs">,
  { cwd, env, values, ...options }: JobOptions,
): Promise<JobResult> {
  const temporary = options.temporary ?? (await mkdtemp(join(tmpdir(), "deskrealm-runner-")));
  const [output, summary] = [join(temporary, "output"), join(temporary, "summary")];
  await Promise.all([writeFile(output, ""), writeFile(summary, "")]);
  const told: Record<string, string> = {};
  let [code, log] = [0, ""];
  try {
    for (const { id, run, env: own = {} } of job.steps) {
      if (run === undefined) continue;
      const script = join(temporary, "step.sh");
      await writeFile(script, run);
      const github = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: temporary };
      const result = await bash(["-eo", "pipefail", script], {
        cwd,
        env: { ...env, ...github, ...filled(own, values) },
      });
      log += result.log;
      for (const [name, value] of outputsOf(await readFile(output, "utf8")))
        told[`steps.${id}.outputs.${name}`] = value;
      await writeFile(output, "");
      code = result.code;
      if (code !== 0) break;
    }
    const unset = Object.values(job.outputs ?? {}).map((one) => [expressionOf(one), ""] as const);
    const outputs = filled(job.outputs ?? {}, { ...Object.fromEntries(unset), ...told });
    return { code, log, summary: await readFile(summary, "utf8"), outputs };
  } finally {
    if (options.temporary === undefined) await rm(temporary, { recursive: true, force: true });
  }
}

/** Runs a composite action's steps as a runner would: an input that is not given has its default. */
export async function runAction(
  action: Action,
  inputs: Environment,
  options: JobOptions,
): Promise<JobResult> {
  const given = Object.entries(action.inputs).map(([name, input]) => [
    `inputs.${name}`,
    inputs[name] ?? input.default ?? "",
  ]);
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, value]);
  const job = { steps: action.runs.steps, outputs: Object.fromEntries(outputs) };
  return runJob(job, { ...options, values: { ...options.values, ...Object.fromEntries(given) } });
}

/** `NAME=VALUE`, or `NAME<<END` with the value's lines up to one that is END. */
function outputsOf(text: string): [string, string][] {
  const found: [string, string][] = [];
  const lines = text.split("\n");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name = "", end] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (end !== undefined)
      found.push([
        name,
        lines
          .splice(0, lines.indexOf(end) + 1)
          .slice(0, -1)
          .join("\n"),
      ]);
    else if (line !== "") found.push([line.replace(/=.*/, ""), line.replace(/^[^=]*=/, "")]);
  }
  return found;
}

const expressionOf = (text: string): string => /^\$\{\{ (.+) \}\}$/.exec(text)?.[1] ?? "";

function filled(env: Environment, values: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => {
      const expression = expressionOf(text);
      if (expression === "") return [name, text];
      assert.ok(expression in values, `no value of ${expression}`);
      return [name, values[expression] ?? ""];
    }),
  );
}

/** Runs bash to its end; `log` is what it wrote, to both streams. */
export async function bash(
  words: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly code: number; readonly log: string }> {
  const child = spawn("bash", ["--noprofile", "--norc", ...words], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve(code ?? 1));
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  return { code: await ended, log };
}
