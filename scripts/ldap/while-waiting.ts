// Something told now and then while one long call is under way.

import { setTimeout as delay } from "node:timers/promises";
import { meanwhile } from "../meanwhile.ts";

const INTERVAL = 2000;

/** What the call gives; `tell` runs every two seconds until then, and its failures count for nothing. */
export async function whileWaiting<T>(call: Promise<T>, tell: () => Promise<void>): Promise<T> {
  const over = new AbortController();
  const ended = meanwhile(call.finally(() => over.abort()));
  while (!over.signal.aborted) {
    const isTime = await delay(INTERVAL, true, { signal: over.signal }).catch(() => false);
    if (isTime) await tell().catch(() => {});
  }
  return ended;
}
