// Where secrets stand in clear in a spec, and what may be shown of it and of what is said about it.

import { coverAll, coverUrls, coverWrittenOut, soundsSecret } from "../diagnostics/cover.ts";
import type { Diagnostic } from "../diagnostics/types.ts";
import { vaultKey, wholeReference } from "./references.ts";
import { anySpecSchema } from "./schema.ts";
import { choicesAt, standingAt } from "./schema-walk.ts";
import type { Entry, Source } from "./source.ts";
import { pathKey } from "./substitute.ts";

export interface Covered {
  /** The spec's text with every secret covered, character by character. */
  readonly text: string;
  /** The diagnostic without a secret. */
  readonly diagnostic: (diagnostic: Diagnostic) => Diagnostic;
}

/** The one place that decides what of a spec nobody may see. */
export function coverSecrets(source: Source): Covered {
  const written = source.entries.filter(holdsSecret);
  // What follows a comma in a secret without quotes is a key alone: `{ password: hun,ter2 }`.
  const parents = new Set(written.map(({ path }) => pathKey(path.slice(0, -1))));
  const rests = source.entries.filter(({ path, alone }) => alone && parents.has(pathKey(path.slice(0, -1))));
  const secret = [...written, ...rests];
  let text = source.text;
  for (const { start, end } of secret) {
    text = text.slice(0, start) + coverAll(text.slice(start, end)) + text.slice(end);
  }
  if (source.structured) {
    // Comments, and texts of several lines, in which a part of the spec may have ended by mistake.
    for (const { start, end, texts } of source.entries) {
      if (texts[0]?.includes("\n") === true)
        text = text.slice(0, start) + coverWrittenOut(text.slice(start, end)) + text.slice(end);
    }
    text = text.replace(/(?<=^|\s)#.*$/gm, coverWrittenOut);
  } else {
    text = coverWrittenOut(text);
  }

  // Shorter ones would tear words apart; no detail repeats the value of a place for secrets.
  const texts = [...written.flatMap((entry) => entry.texts), ...rests.map(({ path }) => String(path.at(-1)))];
  const values = [...new Set(texts)].filter((value) => value.length > 3);
  values.sort((a, b) => b.length - a.length);
  // Of thousands of values a sentence quotes one or none.
  const plain = (sentence: string) =>
    coverUrls(
      values.reduce(
        (rest, value) => (rest.includes(value) ? rest.replaceAll(value, coverAll(value)) : rest),
        sentence,
      ),
    );
  return {
    text: coverUrls(text),
    diagnostic: (found) => ({ ...found, detail: plain(found.detail), hint: plain(found.hint) }),
  };
}

function holdsSecret({ path, kind, texts }: Entry): boolean {
  if (kind === "text" && texts[0] !== undefined && isReference(texts[0])) return false;
  const standing = standingAt(anySpecSchema, path);
  if (standing === "secret") return true;
  // A word that stands for the whole mapping is none.
  if (standing === "holder")
    return kind === "list" || (kind === "text" && !choicesAt(anySpecSchema, path).includes(texts[0] ?? ""));
  return standing !== "fixed" && soundsSecret(String(path.at(-1)));
}

/** A variable's default would be the secret itself. */
function isReference(value: string): boolean {
  const reference = wholeReference(value);
  return vaultKey(value) !== undefined || (reference !== undefined && reference.fallback === undefined);
}
