// What a resource of several helpdesks was called while one of them had the realms alone: a helpdesk that gets
// company keeps its realms, its people and its client's secret.

import type { PartialModel } from "./canonical.ts";
import { helpdesksOf, isSeveral } from "./helpdesks.ts";
import type { Model } from "./types.ts";

/**
 * Key that a helpdesk has in the list which had the realms alone before: of two of its product the first has that
 * past. Undefined where the list has none of the product.
 */
export function keyInCompany(several: PartialModel, product: string): string | undefined {
  return Object.entries(helpdesksOf(several)).find(([, one]) => one.product === product)?.[0];
}

/**
 * Former logical names, the likeliest first; none for what only the list has brought.
 *
 * @param name - logical name, or the beginning of one
 */
export function formerNames(model: Model, name: string): string[] {
  if (!isSeveral(model)) return [];
  // One helpdesk was called by its product.
  const products = new Set(Object.values(helpdesksOf(model)).map(({ product }) => product));
  return [...products].flatMap((product) => {
    const key = keyInCompany(model, product);
    const [first, realm, part, client, ...rest] = name.split("/");
    if (first !== model.key || key === undefined) return [];
    const own = part === "clients" && client !== undefined;
    if (own && !client.startsWith(`${key}.`)) return [];
    const kept = own ? client.slice(key.length + 1) : client;
    return [[product, realm, part, kept, ...rest].filter((one) => one !== undefined).join("/")];
  });
}
