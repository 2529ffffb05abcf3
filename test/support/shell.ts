// Real shells for tests of what a person is to paste.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface ShellOptions {
  readonly shell?: "bash" | "sh";
  /** A word of the call that fails. */
  readonly failing?: string;
}

/** Runs commands where OTRS, curl and npx only print what they were called with: the words of each call. */
export function shellCalls(
  commands: string,
  input = "",
  { shell = "bash", failing = "none" }: ShellOptions = {},
): string[][] {
  const folder = mkdtempSync(join(tmpdir(), "deskrealm-otrs-"));
  try {
    mkdirSync(join(folder, "bin"));
    for (const name of ["otrs.Console.pl", "curl", "npx"]) {
      const script = `#!/bin/sh\nprintf '%s\\n' ${name} "$@" END\ncase "$*" in *${failing}*) exit 1;; esac\n`;
      writeFileSync(join(folder, "bin", name), script, { mode: 0o755 });
    }
    const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
    const run = spawnSync(shell, ["-euc", commands], { cwd: folder, input, env, encoding: "utf8" });
    assert.equal(run.status, failing === "none" ? 0 : 1, run.stderr);
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
