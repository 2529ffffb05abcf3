// Waits, by name and with a deadline, for what a server is to do.

import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { tail } from "../toolchain/run.ts";

// As in the Admin API's transport, neither fetch nor an import that loads it: a start waits for this.
const http = process.getBuiltinModule("node:http");

const intervalMs = 20;

// A Keycloak whose classes are not with Quarkus' class loader says so and does not end by itself.
const FAILED = "ERROR: Failed to start server in (";
/** The last line of the reasons. */
const FAILED_WHY = "For more details run the same command";

export interface ReadyOptions {
  readonly child: ChildProcess;
  readonly url: string;
  readonly logFile: string;
  /** Length of the log before this start, in bytes. */
  readonly logStart: number;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until the server answers for its master realm.
 * @throws Failure `port-taken`, or `keycloak-start-failed` with the end of the log
 */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const end = Date.now() + options.deadlineMs;
  let listening = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const log = await logSince(options);
    if (hasEnded(options.child)) throw startFailure("ended before it was ready", log, options);
    if (log.includes(FAILED)) {
      await waitFor(async () => (await logSince(options)).includes(FAILED_WHY), 2000);
      throw startFailure("could not start", await logSince(options), options);
    }
    // Asked only after the log says so: something else might answer on that port.
    listening ||= log.includes("Listening on: http");
    if (listening && (await answers(`${options.url}/realms/master`))) return;
    if (Date.now() > end) {
      throw startFailure(`was not ready within ${Math.round(options.deadlineMs / 1000)} s`, log, options);
    }
    await delay(intervalMs);
  }
}

/** Waits until something is so; false where the deadline came first. */
export async function waitFor(isSo: () => boolean | Promise<boolean>, deadlineMs: number): Promise<boolean> {
  const end = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > end) return false;
    await delay(intervalMs);
  }
  return true;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Whether the address answers with success now. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { agent: false, signal: AbortSignal.timeout(5000) };
    const request = http.get(url, options, ({ statusCode = 0, socket }) => {
      socket.destroy();
      resolve(statusCode >= 200 && statusCode < 300);
    });
    request.once("error", () => resolve(false));
  });
}

async function logSince({ logFile, logStart }: ReadyOptions): Promise<string> {
  const whole = await readFile(logFile).catch(() => Buffer.alloc(0));
  return whole.subarray(logStart).toString("utf8");
}

function startFailure(what: string, log: string, { url, logFile }: ReadyOptions): Failure {
  if (/already bound|Address already in use|BindException/i.test(log)) {
    return new Failure("port-taken", `another program listens on ${url}`, {
      hint: "choose another with --port",
    });
  }
  return new Failure("keycloak-start-failed", `Keycloak ${what}; the end of ${logFile}:\n${tail(log, 30)}`);
}
