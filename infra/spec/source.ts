// The YAML text and where things stand in it. The one place that knows the yaml library.

import {
  Composer,
  type CST,
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
  type YAMLMap,
  YAMLParseError,
} from "yaml";
import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Range } from "../diagnostics/types.ts";
import { type Flaw, fromError, unusable } from "./flaws.ts";
import { beyondLimits, tokensWithin } from "./limits.ts";
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
  const tokens = tokensWithin(text, lines);
  // A text that is no spec at all is not built: that alone could take all memory and time.
  if ("code" in tokens) return unread(text, file, tokens);
  const document = documentOf(tokens, text.length);
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
  const said = [...document.errors, ...document.warnings];
  const first = said.find(({ code }) => code !== "DUPLICATE_KEY");
  // What the parser says after its first stumble is mostly an echo of it.
  const parsers = said
    .filter((error) => error.code === "DUPLICATE_KEY" || error === first)
    .map((error) => fromError(error, document));
  const own = unusable(document, text);
  const diagnostics = [...parsers, ...own].map((flaw) => {
    if (flaw.code !== "DUPLICATE_KEY") return diagnosticOf(flaw, file, range(flaw.start, flaw.end));
    const key = keyAt(text, flaw.start);
    const detail = `the key ${key} stands here once more`;
    return problem({
      code: "duplicate-key",
      detail,
      hint: "keep one of the two",
      file,
      range: range(flaw.start, flaw.start + key.length),
    });
  });
  // Data of a document with a key given twice is still useful: it is checked in the same run.
  const readable = first === undefined && own.length === 0;
  const entries = entriesOf(document, text);
  const structured = readable && isMap(document.contents);
  // How much the aliases stand for was counted.
  const data = readable ? document.toJS({ maxAliasCount: -1 }) : undefined;
  return { ...source, entries, structured, data, diagnostics };
}

/** As the library's own `parseDocument`, which would read the text once more. */
function documentOf(tokens: readonly CST.Token[], length: number): Document {
  const composer = new Composer({ prettyErrors: false, uniqueKeys: true, stringKeys: true });
  const [document, another] = composer.compose(tokens, true, length);
  // One is made of no text, too.
  if (document === undefined) throw new TypeError("The text has no document.");
  if (another !== undefined) {
    const [start, end] = another.range;
    document.errors.push(new YAMLParseError([start, end], "MULTIPLE_DOCS", ""));
  }
  return document;
}

function diagnosticOf({ code, detail, hint }: Flaw, file: string, { start, end }: Range): Diagnostic {
  const known: DiagnosticCode = code === "TOO_LARGE" ? "too-large" : "yaml-syntax";
  const empty = start.line === end.line && start.column === end.column;
  const range = { start, end: empty ? { line: end.line, column: end.column + 1 } : end };
  return problem({ code: known, detail, hint: hint ?? "mend the YAML at this place", file, range });
}

function unread(text: string, file: string, flaw: Flaw): Source {
  const lines = text.slice(0, flaw.start).split("\n");
  const start = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const range = { start, end: { line: start.line, column: start.column + flaw.end - flaw.start } };
  return {
    file,
    // Of a text without an end, the place is told and nothing is shown.
    text: flaw.code === "TOO_LARGE" ? "" : text,
    data: undefined,
    diagnostics: [diagnosticOf(flaw, file, range)],
    valueRange: () => range,
    keyRange: () => range,
    entries: [],
    structured: false,
  };
}

/** Data as the source that its JSON would be, which is YAML, but without places: everything is at the beginning. */
export function sourceOf(data: unknown): Source {
  const text = JSON.stringify(data);
  const flaw = beyondLimits(text);
  const source = unread(text, "", flaw ?? { code: "", start: 0, end: 0, detail: "" });
  return flaw === undefined ? { ...source, data: JSON.parse(text), diagnostics: [] } : source;
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
  if (isMap(target)) return pairsOf(target).get(String(key));
  return isSeq(target) ? (target.items[Number(key)] as Node | undefined) : undefined;
}

/** Pairs of mappings that were asked for before: a spoilt spec has thousands of keys and as many questions. */
const asked = new WeakMap<YAMLMap, ReadonlyMap<string, Pair<Node, Node | null>>>();

function pairsOf(mapping: YAMLMap): ReadonlyMap<string, Pair<Node, Node | null>> {
  const known = asked.get(mapping);
  if (known !== undefined) return known;
  const pairs = new Map<string, Pair<Node, Node | null>>();
  for (const item of mapping.items as Pair<Node, Node | null>[]) {
    const key = isScalar(item.key) ? String(item.key.value) : undefined;
    if (key !== undefined && !pairs.has(key)) pairs.set(key, item);
  }
  asked.set(mapping, pairs);
  return pairs;
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
