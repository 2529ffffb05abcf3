// A review as a comment in a pull request: the summary first, never longer than a code host takes, and
// without anything in it that a value of a spec could start.

import { shortened, visible } from "../../../infra/diagnostics/visible.ts";
import { codeSpan } from "../../../infra/helpdesks/markdown.ts";
import { helpdesksOf } from "../../../infra/review/group.ts";
import { type Phrase, render } from "../../../infra/review/phrase.ts";
import { type Group, type Review, SEVERITIES, type Severity } from "../../../infra/review/types.ts";
import { liveNotes } from "./live.ts";
import {
  headline,
  more,
  placeWords,
  plural,
  RISK_WORDS,
  riskCounts,
  SEVERITY_WORDS,
  spotsOf,
  summaryLine,
  whereWords,
} from "./words.ts";

/** Code hosts cut a comment at 65,536 characters. */
export const MAX_LENGTH = 60_000;

/** The line by which a job finds its own comment again. */
export const MARKER = "<!-- deskrealm-review -->";

/** How much of a change is shown, from all of it to nothing. */
type Detail = "full" | "line" | "short" | "none";

/** Longest value: of a change, and where room is scarce. */
const LONG = 400;
const SHORT = 60;
/** Most lines of places below a change. */
const SPOTS = 12;
/** Room for the headings and for what was left out. */
const RESERVE = 1500;
const UNKNOWNS = 20;

/** The comment; the same bytes for the same review. */
export function reviewMarkdown(review: Review): string {
  const head = [
    MARKER,
    "## Review of the realms",
    "",
    summaryLine(review),
    "",
    ...notes(review),
    ...table(review),
  ].join("\n");
  const unknown = unknowns(review);
  const details = fitting(review.groups, MAX_LENGTH - RESERVE - head.length - unknown.length);
  const parts = SEVERITIES.map((severity) => section(severity, review.groups, details));
  return `${[head, ...parts, unknown].filter((part) => part !== "").join("\n")}\n`
    .replace(/\n{3,}/g, "\n\n")
    .replace(/\n+$/, "\n");
}

/** Most lines of what is missing. */
const NOTES = 20;

function notes(review: Review): string[] {
  const all = liveNotes(review).map((one) => `- ${inline(one, LONG)}`);
  if (all.length === 0) return [];
  const rest = all.length > NOTES ? [`- ${more(all.length - NOTES, "note")}`] : [];
  return [...all.slice(0, NOTES), ...rest, ""];
}

function table(review: Review): string[] {
  const rows = riskCounts(review).map(
    ({ risk, high, medium, low }) => `| ${RISK_WORDS[risk]} | ${[high, medium, low].map(cell).join(" | ")} |`,
  );
  return rows.length === 0
    ? []
    : ["| Risk | high | medium | low |", "| --- | ---: | ---: | ---: |", ...rows, ""];
}

const cell = (count: number): string => (count === 0 ? "–" : String(count));

/** In which order room is taken: from the least risky first, and a change of high risk is the last to go. */
const STEPS: readonly (readonly [Severity, Detail])[] = [
  ["low", "line"],
  ["low", "short"],
  ["medium", "line"],
  ["medium", "short"],
  ["low", "none"],
  ["high", "line"],
  ["medium", "none"],
  ["high", "short"],
  ["high", "none"],
];

/** How much of each group fits, in their order; within a step, the last one gives room first. */
function fitting(groups: readonly Group[], room: number): Detail[] {
  const details: Detail[] = groups.map(() => "full");
  const size = (group: Group, detail: Detail) => {
    const text = entry(group, detail);
    return text === "" ? 0 : text.length + 1;
  };
  let length = groups.reduce((sum, group) => sum + size(group, "full"), 0);
  for (const [severity, detail] of STEPS) {
    for (let index = groups.length - 1; index >= 0 && length > room; index--) {
      const [group, before] = [groups[index], details[index]];
      if (group?.severity !== severity || before === undefined) continue;
      length += size(group, detail) - size(group, before);
      details[index] = detail;
    }
  }
  return details;
}

function section(severity: Severity, groups: readonly Group[], details: readonly Detail[]): string {
  const own = groups.flatMap((group, index) =>
    group.severity === severity ? [{ group, detail: details[index] ?? "none" }] : [],
  );
  if (own.length === 0) return "";
  const entries = own.map(({ group, detail }) => entry(group, detail)).filter((text) => text !== "");
  const left = own.filter(({ detail }) => detail === "none");
  return `${[`### ${SEVERITY_WORDS[severity]}`, "", ...entries, ...leftOut(severity, left)].join("\n")}\n`;
}

/** What does not fit is counted, and those of high risk are said to be missing first of all. */
function leftOut(severity: Severity, left: readonly { readonly group: Group }[]): string[] {
  if (left.length === 0) return [];
  const what = `${plural(left.length, "change")} of ${severity} risk ${left.length === 1 ? "is" : "are"} left out here`;
  const text = `${what}, as a comment has an end. \`deskrealm review --format html\` shows all of them.`;
  return [severity === "high" ? `> [!WARNING]\n> ${text}` : `_${text}_`, ""];
}

function entry(group: Group, detail: Detail): string {
  if (detail === "none") return "";
  const limit = detail === "short" ? SHORT : LONG;
  const sentence = inline(headline(group), limit);
  if (detail === "short") return `- ${sentence} (${inline(whereWords(group), limit)})\n`;
  const line = `- ${sentence}\n  **${RISK_WORDS[group.risk]}**: ${inline([group.reason], limit)}. In ${inline(whereWords(group), limit)}.\n`;
  return detail === "line" ? line : `${line}${note(group)}${places(group)}`;
}

function note({ note: found, about }: Group): string {
  if (found === null) return "";
  // The sentence about a spec's error has its detail already.
  const detail = about === "policy" ? `  ${code(found.detail, LONG)}\n` : "";
  return found.fix === "" ? detail : `${detail}  To do: ${code(found.fix, LONG)}\n`;
}

function places(group: Group): string {
  const spots = spotsOf(group);
  const named = (names: readonly string[]) => names.map((name) => code(name, SHORT)).join(", ");
  const lines = spots.map((spot) => {
    const where = inline(placeWords(spot), LONG);
    return `  - ${named(spot.helpdesks)}${where === "" ? "" : `: ${where}`}`;
  });
  // Many lines that say nothing but another place each are no help: the names are.
  const all = spots.length > SPOTS ? `  - ${named(helpdesksOf(group))}` : lines.join("\n");
  const count = helpdesksOf(group).length;
  if (count <= 3) return `${all}\n`;
  // A long list stays folded until somebody asks.
  return `\n  <details><summary>Where: ${plural(count, "helpdesk")}</summary>\n\n${all}\n\n  </details>\n\n`;
}

function unknowns({ unknowns: found }: Review): string {
  if (found.length === 0) return "";
  const lines = found
    .slice(0, UNKNOWNS)
    .map(
      ({ reference, helpdesks }) => `- ${code(reference, SHORT)} in ${plural(helpdesks.length, "helpdesk")}`,
    );
  const rest = found.length > UNKNOWNS ? [`- ${more(found.length - UNKNOWNS, "reference")}`] : [];
  return ["### Without a value in the committed files", "", ...lines, ...rest].join("\n");
}

const inline = (phrase: Phrase, limit: number): string =>
  render(phrase, escaped, (value) => code(value, limit));

/** Our own words hold nothing that Markdown reads, but they may come from a preset's reason. */
const escaped = (text: string): string => visible(text).replace(/[\\`*_[\]<>#|~@&]/g, "\\$&");

/** In a code span no mention, no link, no HTML works. */
const code = (value: string, limit: number): string => codeSpan(shortened(value, limit));
