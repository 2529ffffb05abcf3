// What keeps `up` from touching anything, as it would say it.

import { coverUrls } from "../diagnostics/cover.ts";
import type { Failure } from "../diagnostics/failure.ts";
import type { Told } from "./helpdesk-changes.ts";
import { say } from "./phrase.ts";
import { nearestPlace } from "./places.ts";
import type { Pair } from "./sides.ts";
import type { Risk } from "./types.ts";

/** Each refusal as a change of high risk. */
export function aboutRefusals({ after, live }: Pair): Told[] {
  return (live?.refusals ?? []).map((refusal) => {
    const at = after?.expanded === undefined ? null : nearestPlace(after.expanded, []);
    const detail = coverUrls(refusal.message);
    return {
      sentence: say`refused by up: ${detail}`,
      risk: riskOf(refusal),
      severity: "high",
      reason: "nothing is changed until this is settled",
      refused: true,
      code: refusal.code,
      about: "helpdesk",
      path: "",
      realm: null,
      from: null,
      to: null,
      at,
      note: { summary: refusal.code, detail, fix: refusal.hint, accepted: null },
    };
  });
}

const riskOf = ({ code }: Failure): Risk =>
  code === "person-left" || code === "directory-left" ? "loses" : "unknown";

/** Whether a realm is somebody else's: what is in it is then no matter of the spec. */
export const isNotOurs = ({ live }: Pair): boolean =>
  (live?.refusals ?? []).some(({ code }) => code === "realm-not-ours");
