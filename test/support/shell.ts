// Real shells for tests of what a person is to paste.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs commands where OTRS and curl only print what they were called with: the words of each call. */
export function shellCalls(commands: string, input = "", shell: "bash" | "sh" = "bash"): string[][] {
  const folder = mkdtempSync(join(tmpdir(), "deskrealm-otrs-"));
  try {
    mkdirSync(join(folder, "bin"));
    for (const name of ["otrs.Console.pl", "curl"]) {
      const script = `#!/bin/sh\nprintf '%s\\n' ${name} "$@" END\n`;
      writeFileSync(join(folder, "bin", name), script, { mode: 0o755 });
    }
    const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
    const run = spawnSync(shell, ["-euc", commands], { cwd: folder, input, env, encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout
      .split("\nEND\n")
      .slice(0, -1)
      .map((call) => call.split("\n"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The commands of the step that has the mark in it. */
export function commandsOf(steps: readonly string[], mark: string): string {
  const step = steps.find((text) => text.includes(mark) && text.includes("```bash"));
  return /```bash\n(.*)\n```/s.exec(step ?? "")?.[1] ?? assert.fail(`no step with ${mark}`);
}
