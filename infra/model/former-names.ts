// What a resource of several helpdesks was called while one of them had the realms alone: a helpdesk that gets
// company keeps its realms, its people and its client's secret.

import { helpdesksOf, isSeveral } from "./helpdesks.ts";
import type { Model } from "./types.ts";

/**
 * Former logical names, the likeliest first; none for what only the list has brought.
 *
 * @param name - logical name, or the beginning of one
 */
export function formerNames(model: Model, name: string): string[] {
  if (!isSeveral(model)) return [];
  const before = new Map<string, string>();
  // One helpdesk was called by its product; of two of the same product the first in the list has that past.
  for (const [key, { product }] of Object.entries(helpdesksOf(model)))
    if (!before.has(product)) before.set(product, key);
  return [...before].flatMap(([product, key]) => {
    const [first, realm, part, client, ...rest] = name.split("/");
    if (first !== model.key) return [];
    const own = part === "clients" && client !== undefined;
    if (own && !client.startsWith(`${key}.`)) return [];
    const kept = own ? client.slice(key.length + 1) : client;
    return [[product, realm, part, kept, ...rest].filter((one) => one !== undefined).join("/")];
  });
}
