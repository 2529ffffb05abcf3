// Words that the text and the Markdown of an upgrade's preview share.

import type { UpgradeFinding, Weight, Where } from "./findings.ts";
import type { TrialSummary, UpgradeReport } from "./report.ts";

export const HEADINGS: Readonly<Record<Weight, string>> = {
  breaks: "Breaks",
  look: "Look at this",
  note: "Good to know",
};

/** "otrs-agents: …", with the words about where it is so. */
export function findingText({ realms, text, where }: UpgradeFinding, to: string): string {
  const head = realms.length === 0 ? "" : `${realms.join(", ")}: `;
  return `${head}${text}${only(where, to)}`;
}

function only(where: Where, to: string): string {
  if (where === "both") return "";
  return where === "new" ? ` (only in realms that are made on ${to})` : " (only in realms that are upgraded)";
}

/** "applied, a second up has nothing to do, 38 checks passed, 2 not tried". */
export function trialText({ applied, changes, checks }: TrialSummary): string {
  const parts = [
    applied ? "applied" : "refused",
    ...(applied
      ? [changes === 0 ? "a second up has nothing to do" : `a second up would change ${changes}`]
      : []),
    `${checks.passed} checks passed`,
    ...(checks.failed === 0 ? [] : [`${checks.failed} failed`]),
    ...(checks.notTried === 0 ? [] : [`${checks.notTried} not tried`]),
  ];
  return parts.join(", ");
}

/** The one sentence that sums up. */
export function verdict({ findings, from, to }: UpgradeReport): string {
  const count = (weight: Weight) => findings.filter((one) => one.weight === weight).length;
  const [breaks, look] = [count("breaks"), count("look")];
  const what = [
    breaks === 0 ? "nothing breaks" : breaks === 1 ? "1 thing breaks" : `${breaks} things break`,
    look === 0
      ? "nothing is to be looked at"
      : look === 1
        ? "1 is to be looked at"
        : `${look} are to be looked at`,
  ];
  return `Keycloak ${from} to ${to}: ${what.join(", ")}.`;
}
