// The shape of one row of the table that gives every difference its sentence and its risk, and the few
// kinds of rows that there are.

import type { Difference, Value } from "../model/diff.ts";
import type { RealmModel } from "../model/types.ts";
import { type Phrase, quote, say, words } from "./phrase.ts";
import type { Risk, Severity, Verdict } from "./types.ts";
import { duration, durationInstead, show } from "./values.ts";

/** A difference, with what a sentence needs to know of the models around it. */
export interface Subject extends Difference {
  /** What the pattern's stars stand for. */
  readonly names: readonly string[];
  /** Client id of a key such as `app`; of all clients that the sentence is about, where there are more. */
  readonly client: (key: string) => Phrase;
  /** The realm on each side; undefined where it is not there. */
  readonly before: RealmModel | undefined;
  readonly after: RealmModel | undefined;
  /** Names that the sentence is about, where the same changes under several: mappers of one directory. */
  readonly together: readonly string[];
  /** Role without which nobody gets into the helpdesk; empty where the realm has none. */
  readonly loginRole: string;
  /** Public URL of the helpdesk, after the change. */
  readonly url: string;
}

/** The first name that a pattern's stars stand for, quoted. */
export const first = ({ names: [name = ""] }: Subject): Phrase => quote(name);
/** The second one. */
export const second = ({ names: [, name = ""] }: Subject): Phrase => quote(name);
/** Client id of the client whose key is the first name. */
export const client = ({ names: [key = ""], client: idOf }: Subject): Phrase => idOf(key);

/** Risk, severity, and the reason as a clause. */
export type Effect = readonly [risk: Risk, severity: Severity, reason: string];

export interface Row {
  /** Path below the realm's key, with a star for each name that a person chose. */
  readonly pattern: string;
  readonly code: string;
  /** What the value is, for sentences about an unknown one. */
  readonly noun: (subject: Subject) => Phrase;
  readonly tell: (subject: Subject) => Verdict;
  /** How its values are shown, where a plain number would not do. */
  readonly show?: (value: Value) => Phrase;
}

export type Words = string | ((subject: Subject) => Phrase);
export type Effects = Effect | ((subject: Subject) => Effect);

const spoken = (text: Words, subject: Subject): Phrase =>
  typeof text === "string" ? words(text) : text(subject);
const chosen = (effect: Effects, subject: Subject): Effect =>
  typeof effect === "function" ? effect(subject) : effect;

/** The verdict of a sentence and its effect. */
export function verdict(sentence: Phrase, [risk, severity, reason]: Effect): Verdict {
  return { sentence, risk, severity, reason };
}

/** A switch: what is said when it is turned on and when it is turned off. */
export function flag(
  pattern: string,
  code: string,
  noun: Words,
  on: readonly [Words, Effects],
  off: readonly [Words, Effects],
): Row {
  const tell = (subject: Subject) => {
    const [text, effect] = subject.to === true ? on : off;
    return verdict(spoken(text, subject), chosen(effect, subject));
  };
  return { pattern, code, noun: (subject) => spoken(noun, subject), tell };
}

/** A number of seconds; 0 is said in the words of `zero`, and `lives` takes the place of the noun's `: now`. */
export function lifetime(
  pattern: string,
  code: string,
  noun: string,
  effects: {
    readonly longer: Effects;
    readonly shorter: Effects;
    readonly zero?: string;
    readonly lives?: string;
  },
): Row {
  const { longer, shorter, zero, lives = `${noun}: now` } = effects;
  const tell = (subject: Subject) => {
    const [from, to] = [Number(subject.from), Number(subject.to)];
    // "As the SSO session" is no length of its own, so neither way counts as shorter.
    const isSpecial = zero !== undefined && (from === 0 || to === 0);
    const length = (seconds: number) => (seconds === 0 ? zero : duration(seconds));
    const text = isSpecial ? `${length(to)} instead of ${length(from)}` : durationInstead(to, from);
    return verdict(words(`${lives} ${text}`), chosen(isSpecial || to > from ? longer : shorter, subject));
  };
  const seconds = (value: Value) => (typeof value === "number" ? words(duration(value)) : show(value));
  return { pattern, code, noun: () => words(noun), tell, show: seconds };
}

/** A count: what more and what less of it means. */
export function count(pattern: string, code: string, noun: string, more: Effects, less: Effects): Row {
  const tell = (subject: Subject) => {
    const [from, to] = [Number(subject.from), Number(subject.to)];
    return verdict(words(`${noun}: now ${to} instead of ${from}`), chosen(to > from ? more : less, subject));
  };
  return { pattern, code, noun: () => words(noun), tell };
}

/** A text or a choice: `X is now A instead of B`; the effects by what becomes of it. */
export function setting(
  pattern: string,
  code: string,
  noun: Words,
  effects: Effects,
  gone: Effects = effects,
): Row {
  const tell = (subject: Subject) => {
    const name = spoken(noun, subject);
    const { from, to } = subject;
    if (to === null)
      return verdict(say`${name} is no longer set (it was ${show(from)})`, chosen(gone, subject));
    const before = from === null ? words("") : say` instead of ${show(from)}`;
    return verdict(say`${name} is now ${show(to)}${before}`, chosen(effects, subject));
  };
  return { pattern, code, noun: (subject) => spoken(noun, subject), tell };
}

type Told = (value: Value, subject: Subject) => Phrase;

/** Entries of a list, or parts by name: what is said when one comes and when one goes. */
export function entries(
  pattern: string,
  code: string,
  noun: Words,
  added: readonly [Told, Effects],
  removed: readonly [Told, Effects],
): Row {
  const tell = (subject: Subject) => {
    const [say, effect] = subject.kind === "removed" ? removed : added;
    const value = subject.kind === "removed" ? subject.from : subject.to;
    return verdict(say(value, subject), chosen(effect, subject));
  };
  return { pattern, code, noun: (subject) => spoken(noun, subject), tell };
}
