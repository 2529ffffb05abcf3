// What a command may touch of the world, handed in so that tests run commands in process.

import type { Writable } from "node:stream";
import type { Command } from "commander";

/** 0 fine, 1 the world failed, 2 the person's input is wrong, 3 differences found. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly stdout: Writable;
  /** Progress, notices and errors. */
  readonly stderr: Writable;
  /** Folder that relative paths on the command line start from. */
  readonly cwd: string;
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly now: () => Date;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** Adds one command to the program. `finish` takes the command's exit code; only `cli.ts` exits. */
export type Register = (program: Command, context: Context, finish: (code: ExitCode) => void) => void;
