// Small changes to a spec as plain data, before it is text.

import type { Path } from "../spec/source.ts";

/** A spec, or a part of one, as plain data. */
export type Plain = { readonly [key: string]: unknown };

/** Puts a value at a path, or an entry at the end of the list there. Mappings on the way are made. */
export type Edit =
  | { readonly path: Path; readonly value: unknown }
  | { readonly path: Path; readonly entry: unknown };

/** The spec with all edits made, in their order. */
export function edited(spec: Plain, edits: readonly Edit[]): Plain {
  const copy = structuredClone(spec);
  for (const edit of edits) {
    const name = String(edit.path.at(-1));
    const parent = edit.path.slice(0, -1).reduce<Plain>((node, key) => {
      const inner = own(node, String(key));
      return isMapping(inner) ? inner : put(node, String(key), {});
    }, copy);
    if ("value" in edit) put(parent, name, edit.value);
    else put(parent, name, [...((own(parent, name) as unknown[] | undefined) ?? []), edit.entry]);
  }
  return copy;
}

/** Without the value at the path, and without the mappings that are empty then. */
export function without(spec: Plain, [key = "", ...rest]: readonly string[]): Plain {
  const value = own(spec, key);
  if (rest.length > 0 && isMapping(value)) {
    const less = without(value, rest);
    // In place, so that the other keys keep their order.
    if (Object.keys(less).length > 0)
      return Object.fromEntries(
        Object.entries(spec).map((entry) => (entry[0] === key ? [key, less] : entry)),
      );
  }
  return Object.fromEntries(Object.entries(spec).filter(([name]) => name !== key));
}

/** What a mapping holds itself: a person can be called `constructor`. */
export function own(node: Plain, key: string): unknown {
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

export function isMapping(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Defined and not assigned, since a name can be `__proto__`. */
function put<T>(node: Plain, key: string, value: T): T {
  Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}
