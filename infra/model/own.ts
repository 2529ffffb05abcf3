// Entries of records whose keys people choose.

/** What a record holds itself: a role, or a person, can be called `constructor`. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
