// What an import leaves out where the model has none.

/** The entries that are there. */
export function given(values: Readonly<Record<string, string | null>>): Record<string, string> {
  const there = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(there);
}
