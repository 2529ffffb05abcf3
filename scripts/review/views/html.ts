// A review as one page that needs nothing but itself.

import { visible } from "../../../infra/diagnostics/visible.ts";
import { helpdesksOf } from "../../../infra/review/group.ts";
import { type Phrase, render } from "../../../infra/review/phrase.ts";
import { type Group, type Review, SEVERITIES, type Severity } from "../../../infra/review/types.ts";
import { liveNotes } from "./live.ts";
import { STYLE } from "./style.ts";
import {
  headline,
  placeWords,
  plural,
  RISK_WORDS,
  riskCounts,
  SEVERITY_WORDS,
  spotsOf,
  summaryLine,
} from "./words.ts";

/** A list of helpdesks that is longer stays folded. */
const FOLDED = 3;

/** The whole page. */
export function reviewHtml(review: Review): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Review of the realms</title>
<style>
${STYLE}
</style>
</head>
<body>
<a class="skip" href="#changes">Skip to the changes</a>
<header>
<h1>Review of the realms</h1>
<p>${escaped(summaryLine(review))}</p>
${notes(review)}${counts(review)}</header>
<main id="changes" tabindex="-1">
${SEVERITIES.map((severity) => section(severity, review.groups)).join("")}</main>
${unknowns(review)}</body>
</html>
`;
}

const notes = (review: Review): string =>
  liveNotes(review)
    .map((one) => `<p>${inline(one)}</p>\n`)
    .join("");

function counts(review: Review): string {
  const rows = riskCounts(review).map(
    ({ risk, high, medium, low }) =>
      `<tr><th scope="row">${RISK_WORDS[risk]}</th>${[high, medium, low].map((one) => `<td>${one}</td>`).join("")}</tr>\n`,
  );
  if (rows.length === 0) return "";
  const heads = ["Risk", "high", "medium", "low"].map((head) => `<th scope="col">${head}</th>`).join("");
  return `<div class="scroll"><table>
<caption>Changes by risk</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.join("")}</tbody>
</table></div>
`;
}

function section(severity: Severity, groups: readonly Group[]): string {
  const own = groups.filter((one) => one.severity === severity);
  if (own.length === 0) return "";
  return `<section aria-labelledby="${severity}">
<h2 id="${severity}">${SEVERITY_WORDS[severity]}</h2>
${own.map(article).join("")}</section>
`;
}

function article(group: Group): string {
  return `<article class="${group.severity}">
<h3>${inline(headline(group))}</h3>
<p><span class="risk">${RISK_WORDS[group.risk]}</span>: ${escaped(group.reason)}.</p>
${noteOf(group)}${places(group)}</article>
`;
}

function noteOf({ note, about }: Group): string {
  if (note === null) return "";
  // The sentence about a spec's error has its detail already.
  const detail = about === "policy" ? `<p>${code(note.detail)}</p>\n` : "";
  return note.fix === "" ? detail : `${detail}<p>To do: ${code(note.fix)}</p>\n`;
}

function places(group: Group): string {
  const items = spotsOf(group).map((spot) => {
    const where = inline(placeWords(spot));
    return `<li>${spot.helpdesks.map(code).join(", ")}${where === "" ? "" : `: ${where}`}</li>\n`;
  });
  const list = `<ul>\n${items.join("")}</ul>\n`;
  const count = helpdesksOf(group).length;
  if (count <= FOLDED) return list;
  return `<details>\n<summary>Where: ${plural(count, "helpdesk")}</summary>\n${list}</details>\n`;
}

function unknowns({ unknowns: found }: Review): string {
  if (found.length === 0) return "";
  const items = found.map(
    ({ reference, helpdesks }) => `<li>${code(reference)} in ${helpdesks.map(code).join(", ")}</li>\n`,
  );
  return `<footer>
<h2>Without a value in the committed files</h2>
<ul>
${items.join("")}</ul>
</footer>
`;
}

const inline = (phrase: Phrase): string => render(phrase, escaped, code);

const code = (value: string): string => `<code>${escaped(value)}</code>`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
