// Spec against server, with no state: what somebody changed by hand, or never applied.

import type { AdminClient } from "../../infra/admin/client.ts";
import { coverUrls, soundsSecret } from "../../infra/diagnostics/cover.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { type Difference, diffModels, type Value } from "../../infra/model/diff.ts";
import type { Model } from "../../infra/model/types.ts";
import { readLiveModel } from "../live/read-model.ts";

/** One difference and the sentence about it. */
export interface Drift extends Difference {
  readonly text: string;
}

/** From the spec's model to the server's: what was `added` is on the server only. */
export async function findDrift(model: Model, client: AdminClient): Promise<readonly Drift[]> {
  const live = await readLiveModel(client, model);
  const sides = {
    from: { model, label: "in the spec" },
    to: { model: live, label: "on the server" },
  };
  return diffModels(model, live)
    .map(covered)
    .map((one) => ({ ...one, text: describeDifference(one, sides) }));
}

/** Without passwords in URLs, and without a person's attributes that sound like secrets. */
function covered(difference: Difference): Difference {
  const { segments, from, to } = difference;
  return { ...difference, from: cover(from, segments), to: cover(to, segments) };
}

function cover(value: Value, at: readonly string[]): Value {
  if (at.length > 4 && at[1] === "users" && at[3] === "attributes" && soundsSecret(at[4] ?? ""))
    return value === null ? null : "a secret";
  if (typeof value === "string") return coverUrls(value);
  if (Array.isArray(value)) return value.map((one) => cover(one, at));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cover(inner, [...at, key])]));
}
