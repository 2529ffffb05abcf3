// What is wrong with a text as YAML, and what YAML allows and a spec cannot mean.

import { type Document, isAlias, isMap, isPair, isSeq, type Node, visit, type YAMLError } from "yaml";
import { MAX_VALUES } from "./limits.ts";

/** A fault of the text itself. */
export interface Flaw {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly detail: string;
  /** What to do, where more is known than the place. */
  readonly hint?: string;
}

const SENTENCES: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "a backslash in double quotes begins no escape sequence",
  MULTIPLE_DOCS: "a second document begins here; a file holds one spec",
  NON_STRING_KEY: "a key is no text",
  KEY_OVER_1024_CHARS: "a key has more than 1024 characters",
};

/** The library's own sentence, less what it quotes of the text: that may be a secret. */
export function fromError({ code, message, pos }: YAMLError, document: Document): Flaw {
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

/** What YAML allows and a spec cannot mean: aliases of nothing, of themselves or of far too much. */
export function unusable(document: Document, text: string): Flaw[] {
  const flaws: Flaw[] = [];
  const sizes = new Map<unknown, number>();
  let [aliases, values] = [0, 0];
  const flaw = (node: Node, detail: string, code = "UNUSABLE") => {
    const [start, end] = node.range ?? [0, 0];
    flaws.push({ code, start, end, detail });
  };
  const { version, explicit } = document.directives?.yaml ?? {};
  if (explicit === true && version !== "1.2") {
    const start = Math.max(0, text.search(/^%YAML/m));
    const detail = `YAML ${version} is asked for, in which words mean other things`;
    flaws.push({ code: "UNUSABLE", start, end: start + 5, detail, hint: "take the line out" });
  }
  visit(document, {
    Alias(_key, node, path) {
      const target = node.resolve(document);
      values += sizeOf(target, document, sizes);
      if (target === undefined) flaw(node, "an alias names no anchor before it");
      else if ((path as readonly unknown[]).includes(target)) flaw(node, "an alias stands in its own anchor");
      else if (++aliases === MAX_ALIASES) flaw(node, `there are ${MAX_ALIASES} aliases or more`);
      else if (values > MAX_VALUES)
        flaw(node, `the aliases up to here stand for more than ${MAX_VALUES} keys and values`, "TOO_LARGE");
      // Each alias is looked up from the top: thousands of them would take their time.
      return aliases === MAX_ALIASES || values > MAX_VALUES ? visit.BREAK : undefined;
    },
  });
  return flaws;
}

/** How many keys and values a node stands for; of an alias, what it names. */
function sizeOf(node: unknown, document: Document, known: Map<unknown, number>): number {
  const before = known.get(node);
  if (before !== undefined) return before;
  // An alias in its own anchor ends here.
  known.set(node, 0);
  const sum = (parts: readonly unknown[]) =>
    parts.reduce<number>((size, part) => size + sizeOf(part, document, known), 1);
  const size = isAlias(node)
    ? sizeOf(node.resolve(document), document, known)
    : isPair(node)
      ? sum([node.key, node.value])
      : isMap(node) || isSeq(node)
        ? sum(node.items)
        : 1;
  known.set(node, size);
  return size;
}
