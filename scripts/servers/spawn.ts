// A server's process: one that runs on by itself, or one that ends with this process, however that ends.

import { type ChildProcess, spawn } from "node:child_process";
import { open } from "node:fs/promises";
import type { Socket } from "node:net";

export interface ServerProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the server says is put behind what is there. */
  readonly logFile: string;
  /** Keep running when this process ends; otherwise the server dies with it, even by `kill -9`. */
  readonly detached: boolean;
}

export async function spawnServer({ program, args, ...options }: ServerProcess): Promise<ChildProcess> {
  const log = await open(options.logFile, "a", 0o600);
  try {
    const common = { env: options.env, cwd: options.cwd, detached: true } as const;
    if (options.detached) {
      const child = spawn(program, args, { ...common, stdio: ["ignore", log.fd, log.fd] });
      child.unref();
      return child;
    }
    // The shell becomes the server, after leaving a watcher behind that reads a pipe from this process. A line
    // from it means that the server has ended; the pipe's end means that this process is gone.
    const watched = '(read -r line <&3 || kill -9 $$) & exec 3<&-; exec "$0" "$@"';
    const stdio = ["ignore", log.fd, log.fd, "pipe"] as const;
    const child = spawn("/bin/sh", ["-c", watched, program, ...args], { ...common, stdio: [...stdio] });
    const pipe = child.stdio[3] as Socket;
    pipe.on("error", () => {});
    pipe.unref();
    child.unref();
    child.once("exit", () => pipe.end("ended\n"));
    return child;
  } finally {
    await log.close();
  }
}
