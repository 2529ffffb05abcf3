// The whole review: every helpdesk compared, what is the same in many of them grouped.

import { ascending } from "../model/canonical.ts";
import { compareSides } from "./compare.ts";
import { group } from "./group.ts";
import type { Pair } from "./sides.ts";
import type { LiveReview, Review, Unknowns } from "./types.ts";

/**
 * The review of all pairs, in whatever order they come.
 *
 * @param helpdesks - how many there are, those without a change included
 */
export function reviewPairs(pairs: readonly Pair[], helpdesks: number, live?: LiveReview): Review {
  const changes = pairs.flatMap(compareSides);
  const changed = [...new Set(changes.map(({ helpdesk }) => helpdesk))].sort(ascending);
  const review = { helpdesks, changed, groups: group(changes), unknowns: unknowns(pairs, changed) };
  return live === undefined ? review : { ...review, live };
}

/** What could not be known of the helpdesks in which something changes. */
function unknowns(pairs: readonly Pair[], changed: readonly string[]): Unknowns[] {
  const found = pairs.flatMap(({ before, after }) => {
    const name = (after ?? before)?.unit.name ?? "";
    const references = [...(before?.unknowns ?? []), ...(after?.unknowns ?? [])];
    return changed.includes(name)
      ? references.map((one) => ({ reference: `\${${one.kind}:${one.name}}`, name }))
      : [];
  });
  return [...Map.groupBy(found, ({ reference }) => reference)]
    .map(([reference, all]) => ({
      reference,
      helpdesks: [...new Set(all.map(({ name }) => name))].sort(ascending),
    }))
    .sort((a, b) => ascending(a.reference, b.reference));
}
