// Finds the type that stands at a path of the spec's schema.

import { z } from "zod";
import type { Path } from "./source.ts";

type Schema = z.core.$ZodType;

/** The schema without optional, nullable and transforming wrappers. */
function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

/** All types that may stand at the path; a union gives each of its branches. */
function typesAt(schema: Schema, path: Path): Schema[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => typesAt(option, path));
  const [key, ...rest] = path;
  if (key === undefined) return [schema];
  if (inner instanceof z.ZodObject) {
    const field = Object.hasOwn(inner.shape, key) ? (inner.shape[key] as Schema) : undefined;
    return field === undefined ? [] : typesAt(field, rest);
  }
  if (inner instanceof z.ZodRecord) return typesAt(inner.valueType, rest);
  return inner instanceof z.ZodArray ? typesAt(inner.element as Schema, rest) : [];
}

/** Keys that a mapping at the path may have. */
export function keysAt(schema: Schema, path: Path): string[] {
  return typesAt(schema, path).flatMap((type) => {
    const inner = unwrap(type);
    return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  });
}

/** The words of which one may stand at the path. */
export function choicesAt(schema: Schema, path: Path): string[] {
  const all = typesAt(schema, path).flatMap((type) => {
    const inner = unwrap(type);
    return inner instanceof z.ZodEnum ? inner.options.map(String) : [];
  });
  return [...new Set(all)];
}

/** Whether a secret is expected at the path. */
export function isSecretAt(schema: Schema, path: Path): boolean {
  return typesAt(schema, path).some(carriesSecret);
}

/** How much of the value at the path is part of logical names: all, a DN's first step, or nothing. */
export function nameAt(schema: Schema, path: Path): "whole" | "first-step" | undefined {
  const marks = typesAt(schema, path).map((type) => markOf(type, "name"));
  return (["whole", "first-step"] as const).find((mark) => marks.includes(mark));
}

const carriesSecret = (schema: Schema): boolean => markOf(schema, "secret") === true;

function markOf(schema: Schema, mark: "secret" | "name"): unknown {
  const found = z.globalRegistry.get(schema)?.[mark];
  if (found !== undefined) return found;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? markOf(schema.unwrap(), mark)
    : undefined;
}

/**
 * What stands at the path: a secret, a mapping that holds one, a key of the schema, a name of the person's
 * choice, or nothing that the schema knows.
 */
export function standingAt(schema: Schema, path: Path): "secret" | "holder" | "fixed" | "free" | "unknown" {
  const types = typesAt(schema, path);
  if (types.length === 0) return "unknown";
  if (types.some(carriesSecret)) return "secret";
  const objects = types.map(unwrap).filter((type) => type instanceof z.ZodObject);
  if (objects.some(({ shape }) => Object.values(shape).some(carriesSecret))) return "holder";
  return objects.length > 0 || keysAt(schema, path.slice(0, -1)).includes(String(path.at(-1)))
    ? "fixed"
    : "free";
}
