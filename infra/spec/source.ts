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
  const diagnostics = document.errors.map((error) => {
    const [start, end] = error.pos;
    const code = error.code === "DUPLICATE_KEY" ? "duplicate-key" : "yaml-syntax";
    const detail =
      code === "duplicate-key" ? `the key ${keyAt(text, start)} stands here once more` : error.message;
    const hint = code === "duplicate-key" ? "keep one of the two" : "mend the YAML at this place";
    const length = code === "duplicate-key" ? keyAt(text, start).length : Math.max(1, end - start);
    return problem({ code, detail, hint, file, range: range(start, start + length) });
  });
  // Data of a document with errors is still useful: what can be read of it is checked in the same run.
  const readable = !document.errors.some((error) => error.code !== "DUPLICATE_KEY");
  return { ...source, data: readable ? document.toJS() : undefined, diagnostics };
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
