// The YAML text and where things stand in it. The one place that knows the yaml library.

import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parse,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { Diagnostic, Range } from "../diagnostics/types.ts";
import { problem } from "./problem.ts";

/** Keys and list indices from the top of the spec. */
export type Path = readonly (string | number)[];

export interface Source {
  readonly file: string;
  readonly text: string;
  /** The spec as plain data, references not yet replaced; undefined where the text is no YAML. */
  readonly data: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** Range of the value at the path; of the nearest part above it that is there. */
  valueRange(path: Path): Range;
  /** Range of the key that leads to the path; of the value, for a list's entry. */
  keyRange(path: Path): Range;
  /** Every mapping's entries, whatever of the text can be read; those of an alias stand at its anchor. */
  readonly entries: readonly Entry[];
  /** Whether the text is YAML (but for keys that stand twice), and a mapping: its entries are all there is. */
  readonly structured: boolean;
}

/** An entry of a mapping: its path, and the offsets of what stands behind its colon. */
export interface Entry {
  readonly path: Path;
  readonly start: number;
  readonly end: number;
  readonly kind: "text" | "list" | "mapping" | "nothing";
  /** A key without a colon, as in `{ a, b }`; the offsets are then its own. */
  readonly alone: boolean;
  /** The texts in it, as a reader of YAML gives them. */
  readonly texts: readonly string[];
}

/** Reads a spec's text. Syntax errors and duplicate keys come back as diagnostics. */
export function parseSource(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const range = (start: number, end: number): Range => ({ start: at(lines, start), end: at(lines, end) });
  const nodeRange = (node: Node | null | undefined): Range => {
    const [start, end] = node?.range ?? [0, 0];
    return range(start, Math.max(end, start));
  };
  const source = {
    file,
    text,
    valueRange: (path: Path) => nodeRange(valueNode(document, path)),
    keyRange: (path: Path) => nodeRange(keyNode(document, path) ?? valueNode(document, path)),
  };
  const found = [
    ...document.errors.map((error) => fromError(error, document)),
    ...document.warnings.map((error) => fromError(error, document)),
    ...unusable(document),
  ];
  // What the parser says after its first stumble is mostly an echo of it.
  const stumble = found.find(({ code }) => code !== "DUPLICATE_KEY");
  const told = found.filter(
    (flaw) => flaw.code === "DUPLICATE_KEY" || flaw.code === "UNUSABLE" || flaw === stumble,
  );
  const diagnostics = told.map(({ code, start, end, detail }) => {
    const twice = code === "DUPLICATE_KEY";
    const key = keyAt(text, start);
    return problem({
      code: twice ? "duplicate-key" : "yaml-syntax",
      detail: twice ? `the key ${key} stands here once more` : detail,
      hint: twice ? "keep one of the two" : "mend the YAML at this place",
      file,
      range: range(start, start + (twice ? key.length : Math.max(1, end - start))),
    });
  });
  // Data of a document with a key given twice is still useful: it is checked in the same run.
  const readable = stumble === undefined;
  const entries = entriesOf(document, text);
  const structured = readable && isMap(document.contents);
  return { ...source, entries, structured, data: readable ? document.toJS() : undefined, diagnostics };
}

interface Flaw {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly detail: string;
}

const SENTENCES: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "a backslash in double quotes begins no escape sequence",
  MULTIPLE_DOCS: "a second document begins here; a file holds one spec",
};

/** The library's own sentence, less what it quotes of the text: that may be a secret. */
function fromError({ code, message, pos }: YAMLError, document: Document): Flaw {
  const detail = SENTENCES[code] ?? message.replace(/: .*$/s, "");
  const opening = code === "MISSING_CHAR" ? openQuote(document, pos[0]) : undefined;
  if (opening === undefined) return { code, start: pos[0], end: pos[1], detail };
  return { code, start: opening, end: opening + 1, detail: "the quote that opens here is not closed" };
}

/** Offset of the quote that a text begins with which ends at the offset: the fault is there. */
function openQuote(document: Document, offset: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar(_key, { type, range }) {
      if (type?.startsWith("QUOTE") && range !== null && range !== undefined && range[1] === offset)
        found = range[0];
    },
  });
  return found;
}

const MAX_ALIASES = 100;

/** What YAML allows and a spec cannot mean: aliases of nothing or of themselves, keys that are no text. */
function unusable(document: Document): Flaw[] {
  const flaws: Flaw[] = [];
  let aliases = 0;
  const flaw = (node: Node, detail: string) => {
    const [start, end] = node.range ?? [0, 0];
    flaws.push({ code: "UNUSABLE", start, end, detail });
  };
  visit(document, {
    Alias(_key, node, path) {
      const target = node.resolve(document);
      if (target === undefined) flaw(node, "an alias names no anchor before it");
      else if ((path as readonly unknown[]).includes(target)) flaw(node, "an alias stands in its own anchor");
      else if (++aliases === MAX_ALIASES) flaw(node, `there are ${MAX_ALIASES} aliases or more`);
    },
    Pair(_key, pair) {
      if (!isScalar(pair.key) && !isAlias(pair.key)) flaw(pair.key as Node, "a key is no text");
    },
  });
  return flaws;
}

/** Plain data of a YAML text that is not a spec, such as a stack's configuration file. Throws on bad YAML. */
export const parsePlain = (text: string): unknown => parse(text);

const at = (lines: LineCounter, offset: number) => {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
};

const keyAt = (text: string, offset: number): string => /^[^:\s]+/.exec(text.slice(offset))?.[0] ?? "";

function step(document: Document, node: Node | null | undefined, key: string | number) {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isMap(target)) {
    return target.items.find((item): item is Pair<Node, Node | null> => {
      return isPair(item) && isScalar(item.key) && String(item.key.value) === String(key);
    });
  }
  return isSeq(target) ? (target.items[Number(key)] as Node | undefined) : undefined;
}

function valueNode(document: Document, path: Path): Node | null | undefined {
  let node = document.contents as Node | null | undefined;
  for (const key of path) {
    const found = step(document, node, key);
    if (found === undefined) return node;
    node = isPair(found) ? ((found.value ?? found.key) as Node) : found;
  }
  return node;
}

function keyNode(document: Document, path: Path): Node | undefined {
  const key = path.at(-1);
  if (key === undefined) return undefined;
  const found = step(document, valueNode(document, path.slice(0, -1)), key);
  return isPair(found) ? (found.key as Node) : undefined;
}

function entriesOf(document: Document, text: string): Entry[] {
  const entries: Entry[] = [];
  function walk(node: unknown, path: Path): string[] {
    if (isAlias(node)) return [node.source];
    if (isSeq(node)) return node.items.flatMap((item, index) => walk(item, [...path, index]));
    if (!isMap(node))
      return isScalar(node) && node.value !== null ? [String(node.value), node.source ?? ""] : [];
    return node.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : "";
      const at = [...path, name];
      const texts = walk(value, at);
      const [keyStart, keyEnd] = (key as Node | null)?.range ?? [0, 0];
      const start = colonAfter(text, keyEnd);
      const kind = isMap(value) ? "mapping" : isSeq(value) ? "list" : texts.length > 0 ? "text" : "nothing";
      const last = (value as Node | null)?.range?.[1] ?? start;
      // Behind an empty value, the rest of the line is taken too: `password: #secret` is empty for YAML.
      const alone = kind === "nothing" && start === keyEnd;
      const end = kind === "nothing" && !alone ? Math.max(last, lineEnd(text, start)) : last;
      entries.push({
        path: at,
        start: alone ? keyStart : start,
        end: Math.max(start, end),
        alone,
        kind,
        texts,
      });
      return [name, ...texts];
    });
  }
  walk(document.contents, []);
  return entries;
}

/** Offset behind the colon of a key that ends at the offset; the offset itself where the key stands alone. */
function colonAfter(text: string, offset: number): number {
  return offset + (/^\s*:/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0);
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}
