// Locks on a stack that a killed run left behind. Who holds a lock decides whether it may be taken away.

import { readdir, readFile, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { bootTime, startTime } from "../toolchain/process-identity.ts";

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

/** A lock's file that holds no note: Pulumi writes it whole, so a machine lost its power or its disk. */
export interface BlankLock {
  readonly pid: null;
  /** When it was written, ISO 8601. */
  readonly since: string;
  readonly file: string;
}

/**
 * The locks of a stack in a backend of files.
 *
 * @param owner - the stack's mark, `PROJECT/STACK`
 */
export async function locksInFiles(backend: string, owner: string): Promise<(Lock | BlankLock)[]> {
  const folder = join(backend, ".pulumi/locks/organization", owner);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const locks = await Promise.all(names.map((name) => lockIn(join(folder, name))));
  return locks.filter((lock) => lock !== undefined);
}

/** Undefined for a file that is gone meanwhile. */
async function lockIn(file: string): Promise<Lock | BlankLock | undefined> {
  try {
    const [text, { mtime }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    return { ...(noteIn(text) ?? { pid: null, since: mtime.toISOString() }), file };
  } catch {
    return undefined;
  }
}

function noteIn(text: string): Lock | undefined {
  try {
    const note = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { pid, username, hostname, timestamp } = note;
    if (typeof pid !== "number") return undefined;
    return { pid, user: String(username), host: String(hostname), since: String(timestamp) };
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
 * Returns where every lock is one of a process of this machine that is gone, or is blank and was written before
 * this machine was started.
 *
 * @throws Failure `stack-locked` with who holds it and since when.
 */
export async function refuseHeld(stack: string, locks: readonly (Lock | BlankLock)[]): Promise<void> {
  for (const lock of locks) {
    if (lock.pid === null) {
      await refuseYoung(stack, lock);
      continue;
    }
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

async function refuseYoung(stack: string, { since, file }: BlankLock): Promise<void> {
  if (Date.parse(since) < (await bootTime()) - SLACK_MILLISECONDS) return;
  throw new Failure(
    "stack-locked",
    `The stack ${stack} has a lock since ${since} whose file does not say who holds it.`,
    { hint: `wait for whoever works on the stack; where you know that nobody does, delete ${file}` },
  );
}

/** A lock in words. */
export function lockText({ pid, since }: Pick<Lock | BlankLock, "pid" | "since">): string {
  return pid === null
    ? `lock that names nobody, from ${since}`
    : `lock of process ${pid} of this machine, from ${since}`;
}

/** What its holder came to, in words. */
export const endText = ({ pid }: Pick<Lock | BlankLock, "pid">): string =>
  pid === null ? "this machine was started after it" : "the process is gone";
