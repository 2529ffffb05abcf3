// A file's bytes as text: by its byte order mark, else as what it is said to be, else as UTF-8.

import { createReadStream } from "node:fs";
import { TextDecoder } from "node:util";
import { Failure } from "../../infra/diagnostics/failure.ts";

/** What a decoder puts for bytes that are no character, and what an export that lost one has in it. */
const LOST = "\ufffd";
const CHUNK = 1 << 18;

/**
 * The text in pieces, without a byte order mark.
 *
 * @param path - where the file is
 * @param shown - the path as the person gave it, for messages
 * @param encoding - a name of the WHATWG encoding standard, for example `windows-1252`
 * @throws Failure `csv-unreadable`, with the line where bytes are no character
 */
export async function* decodeFile(
  path: string,
  shown: string,
  encoding: string | undefined,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let line = 1;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      decoder ??= new TextDecoder(markOf(chunk) ?? encoding ?? "utf-8");
      const text = decoder.decode(chunk, { stream: true });
      line += newlinesBefore(text, text.indexOf(LOST), shown, line, decoder.encoding);
      yield text;
    }
    const rest = decoder?.decode() ?? "";
    newlinesBefore(rest, rest.indexOf(LOST), shown, line, decoder?.encoding ?? "");
    yield rest;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("csv-unreadable", `${shown} cannot be read: ${reasonOf(error)}.`, {
      hint: "name a CSV file whose first row names the columns",
      cause: error,
    });
  }
}

/** How many lines end in the text, which is refused where a character is lost. */
function newlinesBefore(text: string, lost: number, shown: string, line: number, encoding: string): number {
  const count = text.slice(0, lost === -1 ? undefined : lost).split("\n").length - 1;
  if (lost === -1) return count;
  throw new Failure("csv-unreadable", `${shown}:${line + count} holds what is no character in ${encoding}.`, {
    hint: "say what the file is, for example --encoding windows-1252, or export it anew as UTF-8",
  });
}

function markOf(chunk: Buffer): string | undefined {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? "utf-8" : undefined;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  return code === "EISDIR" ? "it is a folder" : message;
}
