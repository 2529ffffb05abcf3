// Whether two values say the same. Every list of ours is a set, and an empty entry is none.

/** `a` and `b` are what JSON can hold. A preview's unknown value is a text, which equals no other. */
export function same(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : `[${value.map(textOf).sort().join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const text = textOf(inner);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return entries.length === 0 ? undefined : `{${entries.sort().join()}}`;
}
