// Runs the steps of a gate one after another, and says at the end which of them failed.

import { spawn } from "node:child_process";

export interface Step {
  readonly name: string;
  /** The command and its words; `node` is the one that runs this. */
  readonly command: readonly string[];
}

/** Runs all steps, also after a failed one; the names of the failed ones come back. */
export async function runSteps(
  steps: readonly Step[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, command } of steps) {
    process.stderr.write(`\n== ${name}\n`);
    if ((await run(command, cwd, env)) !== 0) failed.push(name);
  }
  return failed;
}

function run(
  [command = "", ...words]: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command === "node" ? process.execPath : command, words, {
      cwd,
      env,
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
