// One way to write a model down, so that two makers of the same model give the same text.

import type { RealmKey, RealmModel } from "./types.ts";

/** A model of which realms may be missing, as on a server. */
export interface PartialModel {
  readonly key: string;
  /** Of one helpdesk; of several, each in `helpdesks` has its own. */
  readonly product?: string | undefined;
  readonly url?: string | undefined;
  readonly helpdesks?:
    | Readonly<Record<string, { readonly product: string; readonly url: string }>>
    | undefined;
  readonly realms: Readonly<Partial<Record<RealmKey, RealmModel>>>;
}

/** What of a model belongs to no realm, with each helpdesk's URL as `change` has it. */
export function headWith(
  change: (url: string) => string,
  { key, product, url, helpdesks }: PartialModel,
): Omit<PartialModel, "realms"> {
  if (helpdesks === undefined)
    return {
      key,
      ...(product === undefined ? {} : { product }),
      ...(url === undefined ? {} : { url: change(url) }),
    };
  const entries = Object.entries(helpdesks).map(([name, one]) => [name, { ...one, url: change(one.url) }]);
  return { key, helpdesks: Object.fromEntries(entries) };
}

/** What of a model belongs to no realm. */
export const headOf = (model: PartialModel): Omit<PartialModel, "realms"> => headWith((url) => url, model);

/**
 * The same model with keys in ascending order and every list (all are sets) ascending and without
 * duplicates. Only the profile's attributes keep their order: it is that of the forms.
 */
export function canonical<M extends PartialModel>(model: M): M {
  return canonicalPart(model, []) as M;
}

/** The same of the part of a model at a path from its top. */
export function canonicalPart(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return [...new Set(value as string[])].sort(ascending);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, canonicalPart(inner, [...path, key])] as [string, unknown],
  );
  const ordered = path.length === 4 && path[2] === "profile" && path[3] === "attributes";
  return Object.fromEntries(ordered ? entries : entries.sort(([a], [b]) => ascending(a, b)));
}

/** By code unit: the same on every machine, whatever its locale. */
export function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
