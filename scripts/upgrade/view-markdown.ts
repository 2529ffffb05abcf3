// A preview of an upgrade as Markdown, for an issue or a pull request.

import { WEIGHTS } from "./findings.ts";
import type { UpgradeReport } from "./report.ts";
import { findingText, HEADINGS, trialText, verdict } from "./words.ts";

/** As the text, with the notes folded away: there may be many. */
export function upgradeMarkdown(report: UpgradeReport): string {
  const { spec, to, findings, trials, notes } = report;
  const sections = WEIGHTS.map((weight) => {
    const lines = findings.filter((one) => one.weight === weight).map((one) => findingText(one, to));
    return weight === "note" ? folded(HEADINGS[weight], lines) : section(HEADINGS[weight], lines);
  });
  return [
    `## Upgrade of Keycloak for ${plain(spec)}\n\n${plain(verdict(report))}\n`,
    ...sections,
    section(
      "Tried",
      trials.map((one) => `${one.what}: ${trialText(one)}`),
    ),
    section("Changed for the trial", notes),
  ].join("");
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n### ${heading}\n\n${bullets(lines)}`;
}

function folded(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `\n<details><summary>${heading}: ${lines.length}</summary>\n\n${bullets(lines)}\n</details>\n`;
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${plain(line)}\n`).join("");

/** What a realm or a client is called must not become markup. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~@]/g, "\\$&").replace(/\s*\n\s*/g, " ");
