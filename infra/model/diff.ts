// Model against model: the one comparison behind drift, review and adoption.

import { ascending, canonical, type PartialModel } from "./canonical.ts";
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
  const [a, b] = [canonical(from), canonical(to)];
  const alone = !isSeveral(a) && !isSeveral(b);
  const heads = [
    ...(alone ? (["key", "product", "url"] as const) : (["key"] as const)).flatMap((key) =>
      compare(a[key], b[key], [key], ""),
    ),
    ...(alone ? [] : compare(helpdesksOf(a), helpdesksOf(b), ["helpdesks"], "")),
  ];
  const keys = [...new Set([...Object.keys(a.realms), ...Object.keys(b.realms)])].sort(ascending);
  const realms = keys.flatMap((key) => {
    const before = a.realms[key as keyof typeof a.realms];
    const after = b.realms[key as keyof typeof b.realms];
    return compare(before, after, [key], before?.realm ?? after?.realm ?? "");
  });
  return [...heads, ...realms];
}

function compare(from: unknown, to: unknown, segments: readonly string[], realm: string): Difference[] {
  if (segments.at(-1) === "temporaryPassword" && segments.at(-3) === "users") return [];
  if (from === undefined && to === undefined) return [];
  // A list that is not there is an empty one.
  if (Array.isArray(from ?? to) && Array.isArray(to ?? from))
    return entries((from ?? []) as unknown[], (to ?? []) as unknown[], segments, realm);
  if (from === undefined || to === undefined) {
    return [difference(segments, realm, from === undefined ? "added" : "removed", from, to)];
  }
  if (isRecord(from) && isRecord(to)) {
    if (isSecret(from) && isSecret(to))
      return sameSecret(from as unknown as SecretReference, to as unknown as SecretReference)
        ? []
        : [difference(segments, realm, "changed", from, to)];
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(ascending);
    return [
      ...order(from, to, segments, realm),
      ...keys.flatMap((key) => compare(own(from, key), own(to, key), [...segments, key], realm)),
    ];
  }
  return from === to ? [] : [difference(segments, realm, "changed", from, to)];
}

function entries(from: unknown[], to: unknown[], segments: readonly string[], realm: string): Difference[] {
  const removed = from.filter((one) => !to.includes(one));
  const added = to.filter((one) => !from.includes(one));
  return [
    ...removed.map((one) => difference(segments, realm, "removed", one, undefined)),
    ...added.map((one) => difference(segments, realm, "added", undefined, one)),
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
