// The one shape of everything that is wrong with a person's input.

import type { DiagnosticCode } from "./catalogue.ts";

/** A place in a text, both counted from 1; `column` counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From `start` up to and not including `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning" | "notice";
  /** Terse, the same for every occurrence of the code. */
  readonly summary: string;
  /** A full sentence about this occurrence. */
  readonly detail: string;
  /** What to write instead, as an imperative; empty where nothing is known. */
  readonly hint: string;
  /** Path as the person gave it. */
  readonly file: string;
  readonly range: Range;
}

/** What a phase gives: `value` is absent where an error stands in the way of one. */
export interface Checked<T> {
  readonly value: T | undefined;
  /** Ordered by position. */
  readonly diagnostics: readonly Diagnostic[];
}
