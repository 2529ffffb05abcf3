// Values of the model in words.

import { soundsSecret } from "../diagnostics/cover.ts";
import type { Value } from "../model/diff.ts";
import { type Phrase, quote, quotes, words } from "./phrase.ts";

const UNITS = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

function parts(seconds: number): readonly [number, string] {
  const unit = UNITS.find(([size]) => seconds >= size && seconds % size === 0);
  return unit === undefined ? [seconds, "second"] : [seconds / unit[0], unit[1]];
}

/** `5 minutes`: in the largest unit that gives a whole number. */
export function duration(seconds: number): string {
  const [count, unit] = parts(seconds);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `30 minutes instead of 5`: the unit once, where it is the same. */
export function durationInstead(to: number, from: number): string {
  const [[, unit], [count, before]] = [parts(to), parts(from)];
  return `${duration(to)} instead of ${unit === before ? count : duration(from)}`;
}

/** Any value; a part of the model is only said to be there. */
export function show(value: Value): Phrase {
  if (value === null) return words("not set");
  if (typeof value === "string") return value === "" ? words("empty") : quote(value);
  if (Array.isArray(value)) return quotes(value.map(String));
  if (typeof value !== "object") return words(String(value));
  const { kind, name } = value as { readonly kind?: Value; readonly name?: Value };
  if (typeof kind !== "string" || typeof name !== "string") return words("set");
  return quote(kind === "vault" ? `\${vault.${name}}` : `\${${kind}:${name}}`);
}

/** A person's attribute that sounds like a secret is not shown. */
export const showAttribute = (name: string, value: Value): Phrase =>
  soundsSecret(name) ? words("a value that is not shown") : show(value);
