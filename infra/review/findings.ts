// Policy findings that are new, gone, or accepted since.

import type { Finding } from "../policy/types.ts";
import type { Told } from "./helpdesk-changes.ts";
import { type Phrase, say, words } from "./phrase.ts";
import { nearestPlace, placeOf } from "./places.ts";
import type { Pair, Side } from "./sides.ts";
import type { Line, Verdict } from "./types.ts";
import { readable } from "./unknown.ts";

/** Findings by rule and place; one that merely stays is no change. */
export function compareFindings({ before, after }: Pair): Told[] {
  // A helpdesk that goes, or cannot be read, has no findings to lose.
  if (after?.expanded === undefined) return [];
  const [old, now] = [byKey(before), byKey(after)];
  const come = [...now].flatMap(([key, finding]) => {
    const was = old.get(key);
    if (was === undefined) return [told(finding, after, opened(finding))];
    if (was.accepted === null && finding.accepted !== null) return [told(finding, after, accepted(finding))];
    return was.accepted !== null && finding.accepted === null ? [told(finding, after, opened(finding))] : [];
  });
  const gone = [...old].flatMap(([key, finding]) =>
    now.has(key) || before === null ? [] : [told(finding, after, closed(finding))],
  );
  return [...come, ...gone];
}

/** What the vendor's own text asks for is no news. */
const byKey = (side: Side | null): Map<string, Finding> =>
  new Map(
    side?.findings
      .filter(({ accepted }) => accepted?.by !== "vendor")
      .map((one) => [JSON.stringify([one.rule, one.path, one.entry]), one]),
  );

function name({ rule, summary, segments, entry }: Finding): Phrase {
  const place = segments.slice(1).join(" ");
  const at = place === "" ? words("") : say` at ${place}`;
  return say`${rule} (${words(summary)})${at}${entry === null ? words("") : say` for ${entry}`}`;
}

function opened(finding: Finding): Verdict {
  if (finding.accepted !== null) return accepted(finding);
  const sentence = say`new policy finding ${name(finding)}`;
  return { sentence, risk: "opens", severity: finding.severity, reason: "the policy advises against it" };
}

function accepted(finding: Finding): Verdict {
  const reason = finding.accepted?.reason ?? "";
  const sentence = say`policy finding ${name(finding)} is accepted by an exception in the spec: ${reason}`;
  const severity = finding.severity === "high" ? "medium" : "low";
  return { sentence, risk: "opens", severity, reason: "the policy advises against it" };
}

function closed(finding: Finding): Verdict {
  const sentence = say`policy finding ${name(finding)} is gone`;
  return { sentence, risk: "behaviour", severity: "low", reason: "the realm is safer than before" };
}

function told(finding: Finding, after: Side, verdict: Verdict): Told {
  const { rule, path, realm, segments, entry, summary, detail, fix, accepted: acceptance } = finding;
  const place = after.expanded && placeOf(after.expanded, { segments, entry }, []);
  const at: Line | null =
    place?.kind === "line" ? place : after.expanded === undefined ? null : nearestPlace(after.expanded, []);
  return {
    ...verdict,
    code: `policy-${rule}`,
    about: "policy",
    path,
    realm: realm === "" ? null : { key: segments[0] ?? "", name: realm },
    from: null,
    to: place ?? null,
    at,
    note: { summary, detail: readable(detail), fix: readable(fix), accepted: acceptance },
  };
}
