// Work that goes on side by side with other work.

/** The same promise; whoever waits for it is told of its failure, also where that comes before anybody waits. */
export function meanwhile<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}
