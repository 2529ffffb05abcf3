// What of a difference nobody may see: a server may hold secrets where no spec would.

import { coverUrls, soundsSecret } from "../diagnostics/cover.ts";
import type { Difference, Value } from "./diff.ts";

/** The difference without passwords in URLs, and without a person's attributes that sound like secrets. */
export function withoutSecrets(difference: Difference): Difference {
  const { segments, from, to } = difference;
  return { ...difference, from: cover(from, segments), to: cover(to, segments) };
}

function cover(value: Value, at: readonly string[]): Value {
  if (at.length > 4 && at[1] === "users" && at[3] === "attributes" && soundsSecret(at[4] ?? ""))
    return value === null ? null : "a secret";
  if (typeof value === "string") return coverUrls(value);
  if (Array.isArray(value)) return value.map((one) => cover(one, at));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cover(inner, [...at, key])]));
}
