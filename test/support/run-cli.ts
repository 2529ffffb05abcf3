// Runs a command line in process and keeps what it writes.

import { Writable } from "node:stream";
import { runCli } from "../../scripts/cli.ts";
import type { ExitCode } from "../../scripts/context.ts";
import { projectRoot } from "../../scripts/project-root.ts";

export interface CliResult {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly root?: string;
}

/** The environment is empty and the folder that of Pulumi.yaml, unless said otherwise. */
export async function cli(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const [stdout, stderr] = [collector(), collector()];
  const root = options.root ?? projectRoot();
  const code = await runCli(argv, {
    env: options.env ?? {},
    stdout: stdout.stream,
    stderr: stderr.stream,
    cwd: options.cwd ?? root,
    root,
    now: () => new Date("2026-01-01T00:00:00Z"),
    signal: new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

export function collector() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}
