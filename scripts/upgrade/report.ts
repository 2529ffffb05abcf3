// A preview of an upgrade as the views show it.

import { type UpgradeFinding, upgradeFindings } from "./findings.ts";
import type { Trial } from "./trial.ts";
import type { Trials } from "./try-versions.ts";

export interface UpgradeReport {
  /** The spec's path as the person gave it. */
  readonly spec: string;
  readonly from: string;
  readonly to: string;
  readonly findings: readonly UpgradeFinding[];
  readonly trials: readonly TrialSummary[];
  /** What was changed in the spec for the trial. */
  readonly notes: readonly string[];
}

export interface TrialSummary {
  /** For example "26.7.4 on the data of 26.4.0". */
  readonly what: string;
  readonly applied: boolean;
  /** How many resources a second `up` would change. */
  readonly changes: number;
  readonly checks: { readonly passed: number; readonly failed: number; readonly notTried: number };
}

export function upgradeReport(
  spec: string,
  { before, fresh, upgraded, loaded, notes }: Trials,
): UpgradeReport {
  const [from, to] = [before.version, fresh.version];
  const supported = loaded.supportedKeycloak;
  return {
    spec,
    from,
    to,
    findings: upgradeFindings({ before, fresh, upgraded, supported }),
    trials: [
      summary(from, before),
      summary(`${to} on the data of ${from}`, upgraded),
      summary(`${to} with realms made anew`, fresh),
    ],
    notes,
  };
}

function summary(what: string, { refused, changes, checks }: Trial): TrialSummary {
  const count = (status: string) => checks.filter((one) => one.status === status).length;
  return {
    what,
    applied: refused === null,
    changes: changes.length,
    checks: { passed: count("ok"), failed: count("failed"), notTried: count("not-tried") },
  };
}
