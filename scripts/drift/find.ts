// Spec against server, with no state: what somebody changed by hand, or never applied.

import type { AdminClient } from "../../infra/admin/client.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { describeDifference, type Sides } from "../../infra/model/describe.ts";
import { type Difference, diffModels } from "../../infra/model/diff.ts";
import type { Model } from "../../infra/model/types.ts";
import { withoutSecrets } from "../../infra/model/without-secrets.ts";
import { readLiveModel } from "../live/read-model.ts";

/** One difference and the sentence about it. */
export interface Drift extends Difference {
  readonly text: string;
}

/** From the spec's model to the server's: what was `added` is on the server only. */
export async function findDrift(model: Model, client: AdminClient): Promise<readonly Drift[]> {
  return driftOf(model, await readLiveModel(client, model));
}

/** The same of a server's model that was read before. */
export const driftOf = (model: Model, live: PartialModel): readonly Drift[] =>
  driftBetween({ from: { model, label: "in the spec" }, to: { model: live, label: "on the server" } });

/** Whether somebody has locked a person out on the server, which `up` leaves as it is. */
export const isLockedOut = ({ segments, from, to }: Difference): boolean =>
  segments.at(-3) === "users" && segments.at(-1) === "enabled" && from === true && to === false;

/** Every difference between two sides, without secrets. */
export function driftBetween(sides: Sides): readonly Drift[] {
  return diffModels(sides.from.model, sides.to.model)
    .map(withoutSecrets)
    .map((one) => ({ ...one, text: describeDifference(one, sides) }));
}
