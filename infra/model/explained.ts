// A model whose every value says where it came from, and the plain model and the origins of it.

import type { SecretReference } from "./types.ts";

/** Where a value came from. `path` is a path in the spec. */
export type Origin =
  | { readonly kind: "spec"; readonly path: readonly (string | number)[] }
  /** `vendor`: the product's own text; `keycloak`: Keycloak's default; `deskrealm`: our choice; `inferred`: derived, since the vendor is silent. */
  | {
      readonly kind: "preset";
      readonly source: "vendor" | "keycloak" | "deskrealm" | "inferred";
      readonly reason: string;
    };

/** A value with its origin. */
export class Sourced<T> {
  readonly value: T;
  readonly origin: Origin;

  constructor(value: T, origin: Origin) {
    this.value = value;
    this.origin = origin;
  }
}

type Leaf = string | number | boolean | null | readonly unknown[] | SecretReference;

/**
 * The type `T` with each leaf (scalar, list, secret reference) wrapped, so that a value without an origin
 * does not compile. A part that may be null is null as a whole, with an origin, or explained within.
 */
export type Explained<T> = [T] extends [Leaf]
  ? Sourced<T>
  : null extends T
    ? Sourced<null> | { readonly [K in keyof NonNullable<T>]: Explained<NonNullable<T>[K]> }
    : { readonly [K in keyof T]: Explained<T[K]> };

/** Origins by path in the model, joined by `/`. */
export type Origins = ReadonlyMap<string, Origin>;

/** The value without its origins. */
export const plainOf = <T>(explained: Explained<T>): T => plain(explained as Part) as T;

const plain = (part: Part): unknown =>
  part instanceof Sourced
    ? part.value
    : Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, plain(inner)]));

/** Where each part of an explained value came from. */
export function originsOf(explained: object): Origins {
  const origins = new Map<string, Origin>();
  function walk(part: Part, path: string): void {
    if (part instanceof Sourced) origins.set(path, part.origin);
    else for (const [key, inner] of Object.entries(part)) walk(inner, path === "" ? key : `${path}/${key}`);
  }
  walk(explained as ExplainedNode, "");
  return origins;
}

/** The same with other origins. */
export function withOrigins(node: ExplainedNode, change: (origin: Origin) => Origin): ExplainedNode {
  const changed = (part: Part): Part =>
    part instanceof Sourced ? new Sourced(part.value, change(part.origin)) : withOrigins(part, change);
  return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, changed(part)]));
}

/** Puts an explained value together again: the inverse of `plainOf` and `originsOf`. */
export function joinExplained(value: unknown, origins: Origins, path = ""): Part {
  const origin = origins.get(path);
  if (origin !== undefined) return new Sourced(value, origin);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, part]) => [
      key,
      joinExplained(part, origins, path === "" ? key : `${path}/${key}`),
    ]),
  );
}

/** A part of an explained model, whatever it is. */
export type ExplainedNode = { readonly [key: string]: Part };

type Part = Sourced<unknown> | ExplainedNode;

/** A value of ours. */
export const preset = <T>(
  value: T,
  source: Extract<Origin, { kind: "preset" }>["source"],
  reason: string,
): Sourced<T> => new Sourced(value, { kind: "preset", source, reason });

/** A value that the spec gives at the path, or undefined where it gives none. */
export const given = <T>(value: T | undefined, ...path: (string | number)[]): Sourced<T> | undefined =>
  value === undefined ? undefined : new Sourced(value, { kind: "spec", path });
