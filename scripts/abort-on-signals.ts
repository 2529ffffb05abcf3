// Ctrl-C and its like, as an abort signal.

/** Aborted by the first SIGINT or SIGTERM, so that everything can end in good order; a second one ends at once. */
export function abortOnSignals(): AbortSignal {
  const abort = new AbortController();
  // Not `once`: execa, which runs Pulumi, ends the process by the same signal where nobody listens any more.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (abort.signal.aborted) process.exit(1);
      abort.abort(signal);
    });
  }
  return abort.signal;
}
