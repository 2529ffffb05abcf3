// The same question again and again; only another answer is worth a word.

import type { ExitCode } from "../context.ts";
import { exitCodeOfAll, type Outcome } from "./check.ts";

export interface Watch {
  readonly check: () => Promise<readonly Outcome[]>;
  /** Called with the first outcomes and with those that are not as the last ones. */
  readonly changed: (outcomes: readonly Outcome[]) => Promise<void>;
  /** Until the next round; rejects once the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  readonly everyMilliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Checks until the signal is aborted.
 *
 * @returns the exit code of the last round that came to its end; 1 where none did.
 */
export async function watch({ check, changed, wait, everyMilliseconds, signal }: Watch): Promise<ExitCode> {
  let last: string | undefined;
  let code: ExitCode = 1;
  try {
    for (;;) {
      const outcomes = await check();
      code = exitCodeOfAll(outcomes);
      const answer = answerOf(outcomes);
      if (answer !== last) await changed(outcomes);
      last = answer;
      await wait(everyMilliseconds, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return code;
  }
}

/** What makes two rounds alike. A failure's own words may differ each time. */
function answerOf(outcomes: readonly Outcome[]): string {
  return JSON.stringify(outcomes.map((one) => (one.kind === "failed" ? one.failure.code : one)));
}
