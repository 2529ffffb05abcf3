// Finds the type that stands at a path of the spec's schema.

import { z } from "zod";
import type { Path } from "./source.ts";

type Schema = z.core.$ZodType;

/** What this file knows of a type. */
interface Type {
  readonly isSecret: boolean;
  /** How much of a value is part of logical names. */
  readonly name: unknown;
  /** Keys of a mapping that has these alone; undefined of everything else. */
  readonly keys: readonly string[] | undefined;
  /** Whether one of those keys is a secret. */
  readonly holdsSecret: boolean;
  readonly choices: readonly string[];
  /** The types that may stand below it. */
  readonly below: (key: string | number) => readonly Type[];
}

/** The schema without optional, nullable and transforming wrappers. */
function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

/** Types that were asked for before: a schema never changes, and a spec asks about each of its keys. */
const known = new WeakMap<Schema, readonly Type[]>();

/** The type that a schema is; of a union, each of its branches. */
function typesOf(schema: Schema): readonly Type[] {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const inner = unwrap(schema);
  const types = inner instanceof z.ZodUnion ? inner.options.flatMap(typesOf) : [typeOf(schema, inner)];
  known.set(schema, types);
  return types;
}

function typeOf(schema: Schema, inner: Schema): Type {
  const fields: Readonly<Record<string, Schema>> | undefined =
    inner instanceof z.ZodObject ? inner.shape : undefined;
  const entry =
    inner instanceof z.ZodRecord ? inner.valueType : inner instanceof z.ZodArray ? inner.element : undefined;
  return {
    isSecret: carriesSecret(schema),
    name: markOf(schema, "name"),
    keys: fields && Object.keys(fields),
    holdsSecret: fields !== undefined && Object.values(fields).some(carriesSecret),
    choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
    below: (key) => {
      const field = fields === undefined ? entry : Object.hasOwn(fields, key) ? fields[key] : undefined;
      return field === undefined ? [] : typesOf(field as Schema);
    },
  };
}

const carriesSecret = (schema: Schema): boolean => markOf(schema, "secret") === true;

function markOf(schema: Schema, mark: "secret" | "name"): unknown {
  const found = z.globalRegistry.get(schema)?.[mark];
  if (found !== undefined) return found;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? markOf(schema.unwrap(), mark)
    : undefined;
}

/** All types that may stand at the path. */
const typesAt = (schema: Schema, path: Path): readonly Type[] =>
  path.reduce((types, key) => types.flatMap(({ below }) => below(key)), typesOf(schema));

/** Keys that a mapping at the path may have. */
export const keysAt = (schema: Schema, path: Path): string[] =>
  typesAt(schema, path).flatMap(({ keys = [] }) => keys);

/** The words of which one may stand at the path. */
export function choicesAt(schema: Schema, path: Path): string[] {
  return [...new Set(typesAt(schema, path).flatMap(({ choices }) => choices))];
}

/** Whether a secret is expected at the path. */
export function isSecretAt(schema: Schema, path: Path): boolean {
  return typesAt(schema, path).some(({ isSecret }) => isSecret);
}

/** How much of the value at the path is part of logical names: all, a DN's first step, or nothing. */
export function nameAt(schema: Schema, path: Path): "whole" | "first-step" | undefined {
  const marks = typesAt(schema, path).map(({ name }) => name);
  return (["whole", "first-step"] as const).find((mark) => marks.includes(mark));
}

/**
 * What stands at the path: a secret, a mapping that holds one, a key of the schema, a name of the person's
 * choice, or nothing that the schema knows.
 */
export function standingAt(schema: Schema, path: Path): "secret" | "holder" | "fixed" | "free" | "unknown" {
  const types = typesAt(schema, path);
  if (types.length === 0) return "unknown";
  if (types.some(({ isSecret }) => isSecret)) return "secret";
  if (types.some(({ holdsSecret }) => holdsSecret)) return "holder";
  if (types.some(({ keys }) => keys !== undefined)) return "fixed";
  const key = String(path.at(-1));
  return typesAt(schema, path.slice(0, -1)).some(({ keys }) => keys?.includes(key)) ? "fixed" : "free";
}
