// A review for a terminal.

import { visible } from "../../../infra/diagnostics/visible.ts";
import { type Phrase, render } from "../../../infra/review/phrase.ts";
import { type Group, type Review, SEVERITIES } from "../../../infra/review/types.ts";
import { liveNotes } from "./live.ts";
import {
  headline,
  more,
  placeWords,
  RISK_WORDS,
  riskCounts,
  SEVERITY_WORDS,
  spotsOf,
  summaryLine,
} from "./words.ts";

/** Lines of places below a change; the other formats have all of them. */
const SHOWN = 5;

const text = (phrase: Phrase): string => render(phrase, visible, visible);

/** The summary, then each change with its risk and its lines. */
export function reviewText(review: Review): string {
  const counts = riskCounts(review).map(({ risk, all }) => `  ${RISK_WORDS[risk]}: ${all}`);
  const parts = SEVERITIES.flatMap((severity) => {
    const groups = review.groups.filter((one) => one.severity === severity);
    return groups.length === 0 ? [] : ["", SEVERITY_WORDS[severity], ...groups.flatMap(lines)];
  });
  const unknowns = review.unknowns.map(
    ({ reference, helpdesks }) => `  ${visible(reference)} in ${names(helpdesks)}`,
  );
  const unknown = unknowns.length === 0 ? [] : ["", "Without a value in the committed files", ...unknowns];
  return `${[summaryLine(review), ...liveNotes(review).map(text), ...counts, ...parts, ...unknown].join("\n")}\n`;
}

function lines(group: Group): string[] {
  const spots = spotsOf(group);
  const shown = spots.slice(0, SHOWN).map((spot) => {
    const places = text(placeWords(spot));
    return `      ${names(spot.helpdesks)}${places === "" ? "" : `  ${places}`}`;
  });
  const fix = group.note === null || group.note.fix === "" ? [] : [`      hint: ${visible(group.note.fix)}`];
  return [
    `  ${text(headline(group))}`,
    `      ${RISK_WORDS[group.risk]}: ${group.reason}`,
    ...fix,
    ...shown,
    ...(spots.length > SHOWN ? [`      ${more(spots.length - SHOWN, "place")}`] : []),
  ];
}

function names(helpdesks: readonly string[]): string {
  const shown = helpdesks.slice(0, SHOWN).map(visible).join(", ");
  return helpdesks.length > SHOWN ? `${shown} ${more(helpdesks.length - SHOWN, "helpdesk")}` : shown;
}
