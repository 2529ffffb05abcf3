// Runs test files as processes of their own, in the order in which they are given, and says what each of them took.

import { finished } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";

export interface RunOptions {
  /** Files at the same time. */
  readonly atOnce: number;
  /** Minutes that one file may take. */
  readonly deadline: number;
}

export interface Ran {
  readonly passed: number;
  readonly failed: number;
  /** Seconds of each file, by its path. */
  readonly seconds: ReadonlyMap<string, number>;
}

/** @param files - absolute paths */
export async function runFiles(files: readonly string[], { atOnce, deadline }: RunOptions): Promise<Ran> {
  const seconds = new Map<string, number>();
  let sum = { passed: 0, failed: 0 };
  if (files.length === 0) return { ...sum, seconds };
  const events = run({ files: [...files], concurrency: atOnce, timeout: deadline * 60_000 });
  events.on("test:summary", ({ file, duration_ms, counts, success }) => {
    if (file !== undefined) {
      seconds.set(file, duration_ms / 1000);
      return;
    }
    const failed = counts.tests - counts.passed - counts.skipped - counts.todo;
    // What is wrong outside of every test, such as a file that cannot be loaded, is no test of the sum.
    sum = { passed: counts.passed, failed: success ? failed : Math.max(failed, 1) };
  });
  const shown = events.compose(new spec());
  shown.pipe(process.stdout, { end: false });
  await finished(shown);
  return { ...sum, seconds };
}
