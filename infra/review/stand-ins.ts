// Expands a spec of which some values are unknown. Each unknown reference gets a stand-in that its place
// takes; afterwards every value of the model that hangs on one is marked as unknown, and none is guessed.
// This is the one place that chooses stand-ins; `unknown.ts` is the one that reads them again.

import type { Diagnostic, Range } from "../diagnostics/types.ts";
import type { Origins } from "../model/explained.ts";
import type { Model } from "../model/types.ts";
import { parseReferences, type Reference } from "../spec/references.ts";
import { anySpecSchema } from "../spec/schema.ts";
import { choicesAt } from "../spec/schema-walk.ts";
import type { Path, Source } from "../spec/source.ts";
import { pathKey, type Values } from "../spec/substitute.ts";
import { valueAt } from "../spec/translate.ts";
import { type Unknown, unknownEmail, unknownText, unknownUrl } from "./unknown.ts";

/** What reading a spec gives, as far as it matters here. */
interface Read {
  readonly value: { readonly model: Model; readonly origins: Origins } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Known {
  /** Values of variables that stand in clear in the stack's file. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of encrypted ones. */
  readonly encrypted: readonly string[];
}

export interface Expanded<R extends Read> {
  /** As read, with the model marked. */
  readonly result: R;
  /** Each once, in the order of the spec. */
  readonly unknowns: readonly Unknown[];
}

/** A reference without a value, and which of its candidates stands in for it. */
interface Seat {
  readonly path: Path;
  readonly unknowns: Unknown[];
  choice: number;
  /** Whether both texts of the choice are the same. */
  alike: boolean;
}

/** Texts of two models that differ in nothing but this; both are the same where the text tells itself. */
type Candidate = readonly [string, string];

const ATTEMPTS = 40;

/**
 * Reads the spec with stand-ins until nothing is wrong at their places.
 *
 * @param read - reads and expands the source with the given values
 */
export function expandUnknown<R extends Read>(
  source: Source,
  known: Known,
  read: (values: Values) => R,
): Expanded<R> {
  const seats = new Map<string, Seat>();
  const readWith = (variant: 0 | 1): R =>
    read({
      variables: known.variables,
      env: {},
      standIn: (reference, path) => {
        if (!isUnknown(reference, known)) return undefined;
        const seat = take(seats, path, { kind: reference.kind as Unknown["kind"], name: reference.name });
        const [one, two] = candidates(reference, path, source)[seat.choice] ?? [];
        seat.alike = one === two;
        return variant === 0 ? one : two;
      },
    });

  const first = readWith(0);
  let result = first;
  for (let attempt = 0; result.value === undefined && attempt < ATTEMPTS; attempt++) {
    if (!moveOn([...seats.values()], result.diagnostics, source)) break;
    result = readWith(0);
  }
  const all = [...seats.values()];
  const unknowns = [...new Map(all.flatMap((seat) => seat.unknowns).map(named)).values()];
  if (result.value === undefined)
    return { result: { ...first, diagnostics: withoutOurs(all, first.diagnostics, source) }, unknowns };
  const opaque = all.filter(({ choice }) => choice >= TELLING);
  if (opaque.length === 0) return { result, unknowns };
  const { model, origins } = result.value;
  const marked = markDiffering(model, readWith(1).value?.model, origins, opaque);
  return { result: { ...result, value: { ...result.value, model: marked } }, unknowns };
}

/** What is wrong at a stand-in's place may be our own doing, unless there is nothing else. */
function withoutOurs(seats: readonly Seat[], diagnostics: readonly Diagnostic[], source: Source) {
  const places = new Set(seats.map(({ path }) => placeOf(source.valueRange(path))));
  const rest = diagnostics.filter(({ range }) => !places.has(placeOf(range)));
  return rest.some(({ severity }) => severity === "error") ? rest : diagnostics;
}

const placeOf = ({ start }: Range): string => `${start.line}:${start.column}`;
const named = (one: Unknown) => [`${one.kind}:${one.name}`, one] as const;

function isUnknown({ kind, name, fallback }: Reference, { variables, encrypted }: Known): boolean {
  if (kind !== "var") return kind === "env";
  return encrypted.includes(name) || (!Object.hasOwn(variables, name) && fallback === undefined);
}

function take(seats: Map<string, Seat>, path: Path, unknown: Unknown): Seat {
  const seat = seats.get(pathKey(path)) ?? { path, unknowns: [], choice: 0, alike: true };
  if (!seat.unknowns.some(({ kind, name }) => kind === unknown.kind && name === unknown.name))
    seat.unknowns.push(unknown);
  seats.set(pathKey(path), seat);
  return seat;
}

/** How many of the candidates tell themselves in the model. */
const TELLING = 3;

/** What can stand for a reference, the best first. */
function candidates(reference: Reference, path: Path, source: Source): readonly Candidate[] {
  const unknown = { kind: reference.kind as Unknown["kind"], name: reference.name };
  const same = (text: string): Candidate => [text, text];
  const raw = String(valueAt(source.data, path) ?? "");
  // A port: only digits follow the colon of a host.
  const isPort = raw.includes(`:\${${reference.kind}:${reference.name}`) && /^https?:/.test(raw);
  const choices = choicesAt(anySpecSchema, path);
  return [
    same(unknownText(unknown)),
    same(unknownUrl(unknown)),
    same(unknownEmail(unknown)),
    isPort ? ["1", "2"] : same(unknownText(unknown)),
    ["1m", "2m"],
    ["31m", "32m"],
    ["9h", "8h"],
    ["29d", "28d"],
    ["400d", "401d"],
    ["true", "false"],
    ["false", "true"],
    ["1", "2"],
    ["200", "201"],
    ...choices.map((choice, index): Candidate => [choice, choices[(index + 1) % choices.length] ?? choice]),
    same(relatedLocale(path, source)),
    // An exception whose end is unknown is taken as one that still holds.
    same("9999-12-31"),
    // Of a directory: its address, a name in it, a filter, the end of a window.
    same(`ldaps://${unknownText(unknown)}`),
    same(`ldap://${unknownText(unknown)}`),
    same(`cn=${unknownText(unknown)},dc=unknown`),
    same(`(cn=${unknownText(unknown)})`),
    same("9999-12-31T00:00:00Z"),
    // A tenant or a group of Entra.
    ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"],
  ];
}

/** A language that the rules accept beside the ones that are known: the first of a list, or its default. */
function relatedLocale(path: Path, { data }: Source): string {
  const beside = path.slice(0, path.lastIndexOf("locales") + 1);
  const supported = valueAt(data, [...beside, "supported"]);
  const found =
    path.at(-1) === "default" && Array.isArray(supported)
      ? supported[0]
      : valueAt(data, [...beside, "default"]);
  return typeof found === "string" ? found : "de";
}

/** Takes the next candidate where something is wrong; everywhere, where nothing is wrong at a stand-in. */
function moveOn(seats: readonly Seat[], diagnostics: readonly Diagnostic[], source: Source): boolean {
  const wrong = new Set(
    diagnostics.filter(({ severity }) => severity === "error").map(({ range }) => placeOf(range)),
  );
  const here = seats.filter(({ path }) => wrong.has(placeOf(source.valueRange(path))));
  // A lifetime can be in the way of another one: the place of the fault is then the other's.
  const moving = here.length > 0 ? here : seats.filter(({ choice }) => choice >= TELLING);
  for (const seat of moving) seat.choice++;
  return moving.length > 0;
}

/**
 * The model with a mark in place of each value that hangs on a stand-in which does not tell itself: those
 * that another stand-in makes differ, or, where no other fits, those that come from its place.
 */
function markDiffering(
  model: Model,
  other: Model | undefined,
  origins: Origins,
  seats: readonly Seat[],
): Model {
  const cause = (path: string): Unknown | undefined => {
    const origin = origins.get(path);
    const spec = origin?.kind === "spec" ? origin.path : undefined;
    const seat = spec && seats.find((one) => spec.every((key, index) => one.path[index] === key));
    return seat?.unknowns[0];
  };
  const fallback = seats[0]?.unknowns[0];
  function walk(one: unknown, two: unknown, path: string): unknown {
    const mark = (value: unknown) => {
      const unknown = cause(path) ?? fallback;
      return unknown === undefined ? value : unknownText(unknown);
    };
    if (Array.isArray(one)) {
      const same = new Set(Array.isArray(two) ? (two as unknown[]) : []);
      return one.map((entry) => (same.has(entry) ? entry : mark(entry)));
    }
    if (typeof one === "object" && one !== null && typeof two === "object" && two !== null) {
      return Object.fromEntries(
        Object.entries(one).map(([key, value]) => [
          key,
          walk(value, (two as Record<string, unknown>)[key], path === "" ? key : `${path}/${key}`),
        ]),
      );
    }
    const comesFrom = (other === undefined || seats.some(({ alike }) => alike)) && cause(path) !== undefined;
    return one !== two || comesFrom ? mark(one) : one;
  }
  return walk(model, other ?? model, "") as Model;
}

/** Whether a text of a spec holds a reference to the variable. */
export const refersTo = (text: unknown, name: string): boolean =>
  typeof text === "string" &&
  parseReferences(text).some(
    (piece) => "reference" in piece && piece.reference.kind === "var" && piece.reference.name === name,
  );
