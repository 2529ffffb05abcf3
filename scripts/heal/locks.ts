// Locks on a stack that a killed run left behind. Who holds a lock decides whether it may be taken away.

import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { startTime } from "../toolchain/process-identity.ts";

/** Pulumi's note of who works on a stack. */
export interface Lock {
  readonly pid: number;
  readonly user: string;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** Its file, where the state is in files. */
  readonly file?: string;
}

/** Clocks and notes are not written in the same instant. */
const SLACK_MILLISECONDS = 5000;

/** The locks of a stack in a backend of files. */
export async function locksInFiles(backend: string, project: string, stack: string): Promise<Lock[]> {
  const folder = join(backend, ".pulumi/locks/organization", project, stack);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const locks = await Promise.all(names.map((name) => lockIn(join(folder, name))));
  return locks.filter((lock) => lock !== undefined);
}

/** Undefined for a file that is gone meanwhile, and for one that is no note: Pulumi says what it is. */
async function lockIn(file: string): Promise<Lock | undefined> {
  try {
    const note = JSON.parse(await readFile(file, "utf8")) as Readonly<Record<string, unknown>>;
    const { pid, username, hostname, timestamp } = note;
    if (typeof pid !== "number") return undefined;
    return { pid, user: String(username), host: String(hostname), since: String(timestamp), file };
  } catch {
    return undefined;
  }
}

const LINE = /created by (?<user>.*)@(?<host>[^@]*) \(pid (?<pid>\d+)\) at (?<since>\S+)/g;

/** The locks that Pulumi tells of when it refuses to work; empty where it said something else. */
export function locksInWords(output: string): Lock[] {
  if (!output.includes("the stack is currently locked")) return [];
  return [...output.matchAll(LINE)].map(({ groups = {} }) => ({
    pid: Number(groups["pid"]),
    user: groups["user"] ?? "",
    host: groups["host"] ?? "",
    since: groups["since"] ?? "",
  }));
}

/**
 * Returns where every lock is one of a process of this machine that is gone.
 *
 * @throws Failure `stack-locked` with who holds it and since when.
 */
export async function refuseHeld(stack: string, locks: readonly Lock[]): Promise<void> {
  for (const lock of locks) {
    const { pid, user, host, since } = lock;
    if (host !== hostname())
      throw new Failure(
        "stack-locked",
        `The stack ${stack} is locked by process ${pid} of ${user} on ${host} since ${since}. This is ${hostname()}, from where nobody can tell whether it still works.`,
        {
          hint: `wait for it, or look on ${host}; where you know that it is gone, run: pulumi cancel --stack ${stack}`,
        },
      );
    if (await isHolder(lock))
      throw new Failure(
        "stack-locked",
        `The stack ${stack} is locked by process ${pid} of ${user} on this machine since ${since}, and that process is at work.`,
        { hint: "wait until it has ended, and run the same command again" },
      );
  }
}

/** A process that started after the note was written only has the same number. */
async function isHolder({ pid, since }: Lock): Promise<boolean> {
  const started = await startTime(pid);
  return started !== undefined && started <= Date.parse(since) + SLACK_MILLISECONDS;
}
