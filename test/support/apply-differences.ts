// Does to a model what differences say, so that a test can see that they say everything.

import assert from "node:assert/strict";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { Difference, Value } from "../../infra/model/diff.ts";

type Part = Record<string, unknown>;

/** The model after all of the differences; first passwords, which no difference tells of, stay as they are. */
export function applyDifferences(model: OtrsModel, differences: readonly Difference[]): OtrsModel {
  const copy = structuredClone(model) as unknown as Part;
  const orders = differences.filter(({ segments }) => isOrder(segments));
  for (const one of differences) if (!isOrder(one.segments)) apply(copy, one);
  for (const one of orders) reorder(copy, one);
  return copy as unknown as OtrsModel;
}

const isOrder = (segments: readonly string[]) => segments[1] === "profile" && segments[2] === "order";

function apply(model: Part, { segments, realm, kind, from, to }: Difference): void {
  const path = realm === "" ? [...segments] : ["realms", ...segments];
  const key = path.pop() as string;
  const parent = path.reduce<Part>((part, name) => part[name] as Part, model);
  const list = parent[key];
  // An entry of a list: the list may not be there yet, or no longer be after its last entry.
  const isEntry = Array.isArray(list) || (list === undefined && typeof to === "string" && isListed(path));
  if (!isEntry) {
    if (kind === "removed") delete parent[key];
    else parent[key] = structuredClone(to);
    return;
  }
  const entries = (list ?? []) as Value[];
  const next = kind === "removed" ? entries.filter((one) => one !== from) : [...entries, to];
  if (next.length === 0 && isListed(path)) delete parent[key];
  else parent[key] = next;
}

/** Records of lists, in which an empty list and none are the same. */
const isListed = (path: readonly string[]) =>
  /^(serviceAccountRoles|builtInClientRoles|clientRoles)$/.test(path.at(-1) ?? "") ||
  (path.at(-1) === "attributes" && path.at(-3) === "users");

function reorder(model: Part, { segments, to }: Difference): void {
  assert.ok(Array.isArray(to));
  const realms = model["realms"] as Record<string, { profile: { attributes: Part } }>;
  const profile = realms[segments[0] ?? ""]?.profile;
  assert.ok(profile);
  const { attributes } = profile;
  // Names that both sides have, in their new order; where a new one stands among them is not told.
  const others = Object.keys(attributes).filter((name) => !to.includes(name));
  profile.attributes = Object.fromEntries(
    [...(to as string[]), ...others].map((name) => [name, attributes[name]]),
  );
}
