// A sentence with a helpdesk's own variables and URL in place of their values: what many helpdesks that
// share a spec have in common.

import { ascending } from "../model/canonical.ts";
import type { Phrase } from "./phrase.ts";
import type { Pair, Side } from "./sides.ts";

/** Shorter values would be found in words by chance. */
const SHORTEST = 3;

/**
 * The same phrase with names in place of values, and without what is unknown. Only what is the same on both
 * sides is named: a value that changed must never hide among others.
 */
export function generalise(phrase: Phrase, { before, after }: Pair): Phrase {
  const named = names(before ?? after, after ?? before).sort(([a], [b]) => b.length - a.length);
  return phrase.flatMap((part): Phrase => {
    if (typeof part === "string") return [part];
    if ("aside" in part) return [];
    return [{ value: named.reduce((text, [value, name]) => replaceWord(text, value, name), part.value) }];
  });
}

function names(before: Side | null, after: Side | null): (readonly [value: string, name: string])[] {
  const variables = Object.entries(after?.unit.variables ?? {})
    .filter(([name, value]) => value.length >= SHORTEST && before?.unit.variables[name] === value)
    .sort(([a], [b]) => ascending(a, b))
    .map(([name, value]) => [value, `\${var:${name}}`] as const);
  const url = after?.expanded?.model.url;
  // A URL that is made of variables is known by them.
  const isOwn =
    url !== undefined &&
    before?.expanded?.model.url === url &&
    !variables.some(([value]) => url.includes(value));
  return [...variables, ...(isOwn ? [[url, "${url}"] as const] : [])];
}

/** Every occurrence that no letter or digit stands next to. */
function replaceWord(text: string, word: string, by: string): string {
  return text
    .split(word)
    .reduce((done, rest) =>
      /[\p{L}\p{N}]$/u.test(done) || /^[\p{L}\p{N}]/u.test(rest) ? done + word + rest : done + by + rest,
    );
}
