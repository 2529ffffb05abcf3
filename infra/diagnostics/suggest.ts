// "Did you mean": the known word that is nearest to what was written.

/** The candidate within a third of the word's length in edits, or undefined. Case does not count. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    // So many edits it takes at least, and a word may be as long as a file.
    if (Math.abs(word.length - candidate.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edits between two words, or the limit where they are as many; two neighbours in each other's place are one. */
function editDistance(left: string, right: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const [a, b] = [left[i - 1], right[j - 1]];
      const swapped = i > 1 && j > 1 && a === right[j - 2] && b === left[i - 2];
      next.push(
        Math.min(
          (row[j - 1] ?? 0) + (a === b ? 0 : 1),
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...next) >= limit) return limit;
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
