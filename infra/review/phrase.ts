// Sentences that keep the spec's values apart from our own words, so that each view can escape the values.

import { readUnknowns, wholeUnknown } from "./unknown.ts";

/** A value of the spec, as it stands there: it may hold anything. */
export interface Quoted {
  readonly value: string;
}

/** What a value is not known by; views put it into parentheses. */
interface Aside {
  readonly aside: readonly (string | Quoted)[];
}

/** Our own words, quoted values, and asides. */
export type Phrase = readonly (string | Quoted | Aside)[];

/**
 * A sentence: texts that are put in are values, phrases are words.
 *
 * @example
 * say`${client} may now redirect to ${uri}`
 */
export function say(words: TemplateStringsArray, ...parts: readonly (string | Phrase)[]): Phrase {
  const all = words.flatMap((word, index) => {
    const part = parts[index];
    return part === undefined ? [word] : [word, ...(typeof part === "string" ? quote(part) : part)];
  });
  return all.filter((one) => one !== "");
}

/** A value; where it is unknown, that and why. */
export function quote(text: string): Phrase {
  const whole = wholeUnknown(text);
  if (whole !== undefined) return [`unknown (${KINDS[whole.kind]} `, { value: whole.name }, ")"];
  const { text: value, unknowns } = readUnknowns(text);
  if (unknowns.length === 0) return [{ value }];
  const names = unknowns.flatMap(({ kind, name }) => [`${KINDS[kind]} `, { value: name }, ", "]);
  return [{ value }, { aside: [...names.slice(0, -1), " unknown"] }];
}

const KINDS = { var: "variable", env: "environment variable" } as const;

/** Our own words as a phrase. */
export const words = (text: string): Phrase => [text];

/** Phrases with commas between. */
export function listed(phrases: readonly Phrase[]): Phrase {
  return phrases.flatMap((one, index) => (index === 0 ? one : [", ", ...one]));
}

/** Phrases with `and` before the last. */
export function joined(phrases: readonly Phrase[]): Phrase {
  const [last, ...rest] = phrases.toReversed();
  if (last === undefined || rest.length === 0) return last ?? [];
  return [...listed(rest.toReversed()), " and ", ...last];
}

/** Texts as values with commas between; the word for no value at all where there is none. */
export const quotes = (texts: readonly string[], none = "none"): Phrase =>
  texts.length === 0 ? words(none) : listed(texts.map(quote));

/** The phrase as one text: words as they are, values as `show` writes them. */
export function render(
  phrase: Phrase,
  wordsAs: (text: string) => string,
  show: (value: string) => string,
): string {
  const one = (part: Phrase[number]): string => {
    if (typeof part === "string") return wordsAs(part);
    return "value" in part ? show(part.value) : ` (${part.aside.map(one).join("")})`;
  };
  return phrase.map(one).join("");
}

/** The whole as one text, for keys and for programs. */
export const plain = (phrase: Phrase): string =>
  render(
    phrase,
    (text) => text,
    (value) => value,
  );
