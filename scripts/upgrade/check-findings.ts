// What `verify` says before and after an upgrade.

import { ascending } from "../../infra/model/canonical.ts";
import type { CheckResult } from "../verify/check.ts";
import type { Found, Weight } from "./findings.ts";
import type { Trial } from "./trial.ts";

type Status = CheckResult["status"] | "missing";

/** Checks that no longer come out as they did; a check that failed before is said to. */
export function checkFindings(before: Trial, after: Trial): Found[] {
  if (after.checks.length === 0) return [];
  const then = new Map(before.checks.map((one) => [keyOf(one), one.status]));
  const found = after.checks.flatMap((now) => {
    const weight = weigh(then.get(keyOf(now)) ?? "missing", now.status);
    if (weight === undefined) return [];
    return [{ weight, realms: [now.realm], text: sentence(now, then.get(keyOf(now)), before, after) }];
  });
  return inRealms(found);
}

const keyOf = ({ realmKey, check, title }: CheckResult): string => `${realmKey} ${check} ${title}`;

function weigh(before: Status, now: CheckResult["status"]): Weight | undefined {
  if (before === now) return now === "failed" ? "note" : undefined;
  if (now === "failed") return "breaks";
  // An untold check is one that nobody has made before.
  return before === "failed" || before === "missing" ? "note" : now === "not-tried" ? "look" : undefined;
}

function sentence(now: CheckResult, before: Status | undefined, from: Trial, to: Trial): string {
  const claim = `"${now.title}"`;
  const why = now.why === "" ? "" : `: ${now.why}`;
  if (now.status === "ok") return `${claim} holds on ${to.version}`;
  if (now.status === "not-tried")
    return `${claim} could be shown on ${from.version} and cannot on ${to.version}${why}`;
  if (before === "failed") return `${claim} holds neither on ${from.version} nor on ${to.version}${why}`;
  return `${claim} no longer holds on ${to.version}${why}`;
}

/** The same sentence about several realms is one. */
function inRealms(found: readonly Found[]): Found[] {
  const groups = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.weight} ${one.text}`;
    const realms = [...(groups.get(key)?.realms ?? []), ...one.realms].sort(ascending);
    groups.set(key, { ...one, realms });
  }
  return [...groups.values()];
}
