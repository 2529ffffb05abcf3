// Which process a pid file means: pids are reused, a pid with its start time is not.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { uptime } from "node:os";
import { promisify } from "node:util";

export interface ProcessIdentity {
  readonly pid: number;
  /** The start time in the system's own notation: compared, never read. */
  readonly started: string;
}

/** The process with that pid as it is now, or undefined where there is none. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === "linux" ? await startedLinux(pid) : await startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.started === identity.started;
}

/** When the process with that pid started, in milliseconds since the epoch; undefined where there is none. */
export async function startTime(pid: number): Promise<number | undefined> {
  const started = (await identify(pid))?.started;
  if (started === undefined) return undefined;
  if (process.platform !== "linux") return Date.parse(`${started} UTC`);
  return (await bootTime()) + (Number(started) * 1000) / TICKS;
}

/** When this machine was started, in milliseconds since the epoch. */
export async function bootTime(): Promise<number> {
  if (process.platform !== "linux") return Date.now() - uptime() * 1000;
  return Number(/^btime (\d+)$/m.exec(await readFile("/proc/stat", "utf8"))?.[1]) * 1000;
}

/** Of the clock that /proc counts in, for each second; the same on every Linux that Node runs on. */
const TICKS = 100;

let own: Promise<ProcessIdentity> | undefined;

export function thisProcess(): Promise<ProcessIdentity> {
  own ??= identify(process.pid).then((found) => found ?? { pid: process.pid, started: "" });
  return own;
}

async function startedLinux(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The second field is the command in brackets and may hold spaces; field 3 is the state, 22 the start.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

async function startedByPs(pid: number): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const found = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], { env }).catch(
    () => undefined,
  );
  return found?.stdout.trim() || undefined;
}
