// Rows of people, wherever they come from, and what is told of them.

import type { PersonFinding } from "../../infra/people/types.ts";

/** People as a table, in the order in which they would be made. */
export interface PeopleTable {
  /** What the rows are called after, for messages: a file's path as the person gave it. */
  readonly source: string;
  readonly header: readonly string[];
  readonly rows: AsyncIterable<PeopleRow>;
}

export interface PeopleRow {
  /** Where the row starts: a file's line, from 1; or a directory's entry, by its DN. */
  readonly line: number | string;
  readonly fields: readonly string[];
}

/** A finding and whom it is about. */
export interface RowFinding extends PersonFinding {
  readonly line: number | string;
  readonly username: string;
}

export interface Summary {
  readonly source: string;
  readonly realm: string;
  /** Rows without the header. */
  readonly people: number;
  /** Rows with a finding. */
  readonly concerned: number;
  readonly findings: number;
}

/** How findings are shown, as they come: nothing is kept. */
export interface View {
  readonly start: (source: string, realm: string) => string;
  readonly finding: (finding: RowFinding) => string;
  readonly end: (summary: Summary) => string;
}
