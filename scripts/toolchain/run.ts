// Runs a tool to its end and keeps what it said.

import { spawn } from "node:child_process";
import type { Environment } from "./cache.ts";

export interface RunResult {
  readonly code: number;
  /** Both streams, in the order in which they came. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
}

export interface RunOptions {
  readonly env: Environment;
  readonly cwd?: string;
  readonly signal?: AbortSignal | undefined;
  /** Ends the tool when that much time has gone by. */
  readonly timeoutMs?: number;
}

/** Never throws for a tool that fails or is missing (127); throws when the signal is aborted. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    env: definedOnly(options.env),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: `go build` and `mvn` have children, which must end with them.
    detached: true,
  });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  };
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(end, options.timeoutMs);
  options.signal?.addEventListener("abort", end, { once: true });
  const chunks: Buffer[] = [];
  const results: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stdout.on("data", (chunk: Buffer) => results.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  try {
    const code = await new Promise<number>((resolve) => {
      child.once("error", (error) => {
        chunks.push(Buffer.from(error.message));
        resolve(127);
      });
      child.once("close", (status) => resolve(status ?? 1));
    });
    options.signal?.throwIfAborted();
    const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8");
    return { code, output: text(chunks), stdout: text(results) };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", end);
  }
}

/** The last lines of a text, for a message. */
export function tail(text: string, lines = 20): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

export function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
