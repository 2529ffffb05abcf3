// A word of a command line that may begin with the key of a helpdesk among several: `VALUE` or `KEY=VALUE`.

export interface KeyedWord {
  /** Undefined: it is said without one. */
  readonly key: string | undefined;
  readonly value: string;
}

/** An address without a key stays whole: it has no equals sign before its scheme's colon. */
export function keyedWord(word: string): KeyedWord {
  const [, key, value = word] = /^([^=:/]+)=(.*)$/s.exec(word) ?? [];
  return { key, value };
}
