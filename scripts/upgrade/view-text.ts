// A preview of an upgrade for people, on a terminal.

import { WEIGHTS } from "./findings.ts";
import type { UpgradeReport } from "./report.ts";
import { findingText, HEADINGS, trialText, verdict } from "./words.ts";

/** The verdict first, the heaviest findings next, then what was tried and on what terms. */
export function upgradeText(report: UpgradeReport): string {
  const { spec, to, findings, trials, notes } = report;
  const sections = WEIGHTS.map((weight) => {
    const ofWeight = findings.filter((one) => one.weight === weight);
    return section(
      HEADINGS[weight],
      ofWeight.map((one) => findingText(one, to)),
    );
  });
  return [
    `${spec}: ${verdict(report)}\n`,
    ...sections,
    section(
      "Tried",
      trials.map((one) => `${one.what}: ${trialText(one)}`),
    ),
    section("Changed for the trial", notes),
  ].join("");
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n${heading}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
