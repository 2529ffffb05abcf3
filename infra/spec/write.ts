// A spec as text, for a file that people go on with: keys in the schema's order, short parts on one line.

import { Document, isCollection, visit } from "yaml";
import { specSchema } from "./schema.ts";
import { keysAt } from "./schema-walk.ts";
import type { Path } from "./source.ts";

/** Longest part that stands on one line, in characters. */
const ONE_LINE = 90;

/**
 * @param spec - a spec as plain data
 * @param comments - lines for the file's head, without the number sign
 */
export function writeSpec(spec: unknown, comments: readonly string[]): string {
  const document = new Document(inSchemaOrder(spec, []), { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_key, node, path) {
      if (path.length > 1 && isCollection(node))
        node.flow = JSON.stringify(node.toJS(document)).length <= ONE_LINE;
    },
  });
  // A line break in somebody's name would end the comment.
  const lines = comments.map((line) => ` ${line.replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, " ")}`);
  if (lines.length > 0) document.commentBefore = lines.join("\n");
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function inSchemaOrder(value: unknown, path: Path): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const known = keysAt(specSchema, path);
  // Names of people and attributes are no keys of the schema: they keep their order.
  const rank = (key: string) => known.indexOf(key);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (known.length === 0 ? 0 : rank(a) - rank(b)))
      .map(([key, inner]) => [key, inSchemaOrder(inner, [...path, key])]),
  );
}
