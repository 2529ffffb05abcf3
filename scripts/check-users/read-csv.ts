// A CSV file as rows of people, read as a stream: no more than a row is kept.

import { pipeline, Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { decodeFile } from "./decode.ts";
import { detectDelimiter } from "./delimiter.ts";
import type { PeopleRow, PeopleTable } from "./types.ts";

export interface CsvOptions {
  /** One character; undefined: what the first row has most of. */
  readonly delimiter?: string | undefined;
  /** Undefined: by the byte order mark, else UTF-8. */
  readonly encoding?: string | undefined;
}

/** A longer row, in bytes, is one whose quote was never closed. */
const LONGEST_ROW = 1 << 20;

/**
 * Opens the file and reads its first row.
 *
 * @param path - where the file is
 * @param shown - the path as the person gave it, for messages
 * @throws Failure `csv-unreadable`, `csv-invalid`; the rows throw them, too
 */
export async function readCsv(path: string, shown: string, options: CsvOptions): Promise<PeopleTable> {
  const text = decodeFile(path, shown, options.encoding);
  const first = await text.next();
  const head = first.done ? "" : first.value;
  const records = parsed(head, text, options.delimiter ?? detectDelimiter(head), shown);
  const header = await records.next();
  if (header.done)
    throw new Failure("csv-invalid", `${shown}:1 has no row that names the columns.`, {
      hint: "write a first row such as username,email,firstName,lastName",
    });
  return { source: shown, header: header.value.fields, rows: records };
}

async function* parsed(
  head: string,
  rest: AsyncIterable<string>,
  delimiter: string,
  shown: string,
): AsyncGenerator<PeopleRow> {
  const parser = parse({
    delimiter,
    info: true,
    max_record_size: LONGEST_ROW,
    record_delimiter: ["\r\n", "\n", "\r"],
    skip_empty_lines: true,
  });
  // What is wrong with the file reaches the reader of the rows, who alone can tell it.
  pipeline(Readable.from(chained(head, rest)), parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>)
      yield { line: startOf(record, info.lines), fields: record };
  } catch (error) {
    throw error instanceof CsvError ? invalid(error, shown) : error;
  }
}

async function* chained(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (head !== "") yield head;
  for await (const piece of rest) if (piece !== "") yield piece;
}

/** The parser names the line in which a row ends. */
function startOf(record: readonly string[], end: number): number {
  return record.reduce((line, field) => line - (field.match(/\r\n|\r|\n/g)?.length ?? 0), end);
}

const MENDED: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  CSV_QUOTE_NOT_CLOSED: ["a quoted field does not end", "close its quote"],
  CSV_MAX_RECORD_SIZE: ["a row is endless: a quote is not closed", "close the quote in or before that line"],
  CSV_INVALID_CLOSING_QUOTE: [
    "something comes after a closing quote",
    'write two quotes ("") for one within a quoted field',
  ],
  INVALID_OPENING_QUOTE: ["a quote stands within a field", 'quote the whole field and double the quote ("")'],
};

function invalid(error: CsvError, shown: string): Failure {
  const { lines = 1, record = [] } = error as CsvError & { lines?: number; record?: unknown[] };
  const [what, hint] =
    error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH"
      ? [
          `the row has ${record.length} fields, not as many as the first one`,
          "quote fields that hold the delimiter, or name the delimiter: --delimiter ';'",
        ]
      : (MENDED[error.code] ?? [`the row cannot be read (${error.code})`, "mend the row"]);
  return new Failure("csv-invalid", `${shown}:${lines}: ${what}.`, { hint });
}
