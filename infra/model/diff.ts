// Model against model: the one comparison behind drift, review and adoption.

import { ascending, canonicalPart, type PartialModel } from "./canonical.ts";
import { helpdesksOf, isSeveral } from "./helpdesks.ts";
import { own } from "./own.ts";
import { pathOf } from "./path.ts";
import type { SecretReference } from "./types.ts";

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** One thing that differs. Of a list each entry that is in one model only is a difference of its own. */
export interface Difference {
  /** Where in the model, for example `agents/clients/app/redirectUris`; `~1` stands for a slash in a name. */
  readonly path: string;
  /** The same in parts, unescaped. */
  readonly segments: readonly string[];
  /** Name of the realm; empty for what belongs to none. */
  readonly realm: string;
  readonly kind: "added" | "removed" | "changed";
  /** `null` where it was added. */
  readonly from: Value;
  /** `null` where it was removed. */
  readonly to: Value;
}

/**
 * What has to be done to `from` to get `to`, in the order of paths. Secrets are compared as references:
 * `hidden`, which a server shows, equals every secret, and no first password is compared, as a server
 * shows none.
 */
export function diffModels(from: PartialModel, to: PartialModel): readonly Difference[] {
  const alone = !isSeveral(from) && !isSeveral(to);
  const heads = [
    ...(alone ? (["key", "product", "url"] as const) : (["key"] as const)).flatMap((key) =>
      compare(from[key], to[key], [key], ""),
    ),
    ...(alone ? [] : compare(helpdesksOf(from), helpdesksOf(to), ["helpdesks"], "")),
  ];
  const keys = [...new Set([...Object.keys(from.realms), ...Object.keys(to.realms)])].sort(ascending);
  const realms = keys.flatMap((key) => {
    const before = from.realms[key as keyof typeof from.realms];
    const after = to.realms[key as keyof typeof to.realms];
    return compare(before, after, [key], before?.realm ?? after?.realm ?? "");
  });
  return [...heads, ...realms];
}

/** Most of two models is the same: nothing is sorted before it is known to differ. */
function compare(from: unknown, to: unknown, segments: readonly string[], realm: string): Difference[] {
  if (from === to || (segments.at(-1) === "temporaryPassword" && segments.at(-3) === "users")) return [];
  // A list that is not there is an empty one.
  if (Array.isArray(from ?? to) && Array.isArray(to ?? from))
    return entries((from ?? []) as unknown[], (to ?? []) as unknown[], segments, realm);
  if (from === undefined || to === undefined)
    return [whole(segments, realm, from === undefined ? "added" : "removed", from, to)];
  if (isRecord(from) && isRecord(to)) {
    if (isSecret(from) && isSecret(to))
      return sameSecret(from as unknown as SecretReference, to as unknown as SecretReference)
        ? []
        : [whole(segments, realm, "changed", from, to)];
    const others = Object.keys(to).filter((key) => !Object.hasOwn(from, key));
    const parts = [...Object.keys(from), ...others].flatMap((key) => {
      const found = compare(own(from, key), own(to, key), [...segments, key], realm);
      return found.length === 0 ? [] : [{ key, found }];
    });
    parts.sort((a, b) => ascending(a.key, b.key));
    return [...order(from, to, segments, realm), ...parts.flatMap(({ found }) => found)];
  }
  return [whole(segments, realm, "changed", from, to)];
}

function entries(from: unknown[], to: unknown[], segments: readonly string[], realm: string): Difference[] {
  const only = (some: unknown[], others: unknown[]) =>
    canonicalPart(
      some.filter((one) => !others.includes(one)),
      segments,
    ) as unknown[];
  return [
    ...only(from, to).map((one) => difference(segments, realm, "removed", one, undefined)),
    ...only(to, from).map((one) => difference(segments, realm, "added", undefined, one)),
  ];
}

/** The order of the forms, as far as both have the attributes. */
function order(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
  segments: readonly string[],
  realm: string,
): Difference[] {
  if (segments.length !== 3 || segments[1] !== "profile" || segments[2] !== "attributes") return [];
  const before = Object.keys(from).filter((name) => name in to);
  const after = Object.keys(to).filter((name) => name in from);
  if (before.every((name, index) => name === after[index])) return [];
  return [difference([...segments.slice(0, 2), "order"], realm, "changed", before, after)];
}

/** A difference of parts of a model, which are told as a canonical model has them. */
function whole(
  segments: readonly string[],
  realm: string,
  kind: Difference["kind"],
  from: unknown,
  to: unknown,
): Difference {
  const path = ["realms", ...segments];
  return difference(segments, realm, kind, canonicalPart(from, path), canonicalPart(to, path));
}

function difference(
  segments: readonly string[],
  realm: string,
  kind: Difference["kind"],
  from: unknown,
  to: unknown,
): Difference {
  return {
    path: pathOf(segments),
    segments,
    realm,
    kind,
    from: (from ?? null) as Value,
    to: (to ?? null) as Value,
  };
}

function sameSecret(from: SecretReference, to: SecretReference): boolean {
  if (from.kind === "hidden" || to.kind === "hidden") return true;
  return from.kind === to.kind && from.name === to.name;
}

function isSecret(value: object): boolean {
  const { kind, name } = value as { kind?: unknown; name?: unknown };
  if (kind === "hidden") return true;
  return typeof name === "string" && (kind === "secret" || kind === "env" || kind === "vault");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
