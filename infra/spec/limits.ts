// What a spec may be at most, and which characters no YAML has: found before anything is built from the text.

import { CST, Lexer, type LineCounter, Parser } from "yaml";
import { visible } from "../diagnostics/visible.ts";
import type { Flaw } from "./flaws.ts";

/** Longest text of a spec, in bytes of the file and in characters. */
export const MAX_LENGTH = 1_048_576;
/** Keys and values, those that an alias stands for included. */
export const MAX_VALUES = 10_000;
/** Mappings and lists within each other; the schema has nine. */
const MAX_DEPTH = 50;

const TOO_LARGE = { code: "TOO_LARGE", hint: "split the spec: one for each helpdesk" } as const;

/** The parser's tokens of a text, with its lines counted, or why it is no spec whatever it says. */
export const tokensWithin = (text: string, lines: LineCounter): readonly CST.Token[] | Flaw =>
  beyondLimits(text) ?? tokensOf(text, lines);

/** Why no text of that length or with these characters is a spec; undefined where it may be one. */
export function beyondLimits(text: string): Flaw | undefined {
  if (text.length > MAX_LENGTH)
    return { ...TOO_LARGE, start: 0, end: 1, detail: `it has more than ${MAX_LENGTH} characters` };
  return unreadable(text);
}

/** YAML's own set of characters, without the one that stands for bytes that are no UTF-8. */
const UNREADABLE = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]|\r(?!\n)/u;

function unreadable(text: string): Flaw | undefined {
  const { 0: found, index: start } = UNREADABLE.exec(text) ?? {};
  if (found === undefined || start === undefined) return undefined;
  const place = { code: "UNREADABLE", start, end: start + found.length };
  if (found === "\r")
    return { ...place, detail: "a carriage return ends the line alone", hint: "end lines with LF or CRLF" };
  // Of UTF-16, every second byte is nothing.
  if (found === "\uFFFD" || (found === "\0" && start < 2))
    return { ...place, detail: "the text is not UTF-8 from here on", hint: "save the file as UTF-8" };
  return {
    ...place,
    detail: `the character ${visible(found)} stands here, which YAML does not take`,
    hint: "take it out",
  };
}

/** Counts before anything is built: what nests too deep would overflow the stack of whatever reads it. */
function tokensOf(text: string, lines: LineCounter): readonly CST.Token[] | Flaw {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let values = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (lexeme === CST.SCALAR) values++;
    const place = { ...TOO_LARGE, start: parser.offset, end: parser.offset + 1 };
    if (values > MAX_VALUES) return { ...place, detail: `there are more than ${MAX_VALUES} keys and values` };
    if (parser.stack.length > MAX_DEPTH)
      return { ...place, detail: `the text nests more than ${MAX_DEPTH} deep`, hint: "close what is open" };
  }
  return [...tokens, ...parser.end()];
}
