// Does to a model what differences say, so that a test can see that they say everything.

import assert from "node:assert/strict";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { Difference, Value } from "../../infra/model/diff.ts";

type Part = Readonly<Record<string, unknown>>;

/** The model after all of the differences; first passwords, which no difference tells of, stay as they are. */
export function applyDifferences(model: OtrsModel, differences: readonly Difference[]): OtrsModel {
  const orders = differences.filter(({ segments }) => isOrder(segments));
  const others = differences.filter(({ segments }) => !isOrder(segments));
  const applied = others.reduce<Part>(apply, model as unknown as Part);
  return orders.reduce<Part>(reorder, applied) as unknown as OtrsModel;
}

const isOrder = (segments: readonly string[]) => segments[1] === "profile" && segments[2] === "order";

function apply(model: Part, { segments, realm, kind, from, to }: Difference): Part {
  const path = realm === "" ? [...segments] : ["realms", ...segments];
  return changed(model, path, (list) => {
    // An entry of a list: the list may not be there yet, or no longer be after its last entry.
    const above = path.slice(0, -1);
    const isEntry = Array.isArray(list) || (list === undefined && typeof to === "string" && isListed(above));
    if (!isEntry) return kind === "removed" ? undefined : to;
    const entries = (list ?? []) as Value[];
    const next = kind === "removed" ? entries.filter((one) => one !== from) : [...entries, to];
    return next.length === 0 && isListed(above) ? undefined : next;
  });
}

/** The part with what stands at the path changed, or without it; all else is the same as before. */
function changed(
  part: Part,
  [key = "", ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): Part {
  const { [key]: value, ...others } = part;
  const next = rest.length === 0 ? change(value) : changed(value as Part, rest, change);
  return next === undefined ? others : { ...part, [key]: next };
}

/** Records of lists, in which an empty list and none are the same. */
const isListed = (path: readonly string[]) =>
  /^(serviceAccountRoles|builtInClientRoles|clientRoles)$/.test(path.at(-1) ?? "") ||
  (path.at(-1) === "attributes" && path.at(-3) === "users");

function reorder(model: Part, { segments, to }: Difference): Part {
  assert.ok(Array.isArray(to));
  const [realm = ""] = segments;
  return changed(model, ["realms", realm, "profile", "attributes"], (found) => {
    const attributes = found as Part;
    // Names that both sides have, in their new order; where a new one stands among them is not told.
    const others = Object.keys(attributes).filter((name) => !to.includes(name));
    return Object.fromEntries([...(to as string[]), ...others].map((name) => [name, attributes[name]]));
  });
}
