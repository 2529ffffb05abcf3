// Drift for people, for a page or a comment, and for programs.

import { describeFailure } from "../../infra/diagnostics/failure.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import { codeSpan } from "../../infra/helpdesks/markdown.ts";
import { type Gate, gateText } from "../../infra/model/closed.ts";
import { jsonText } from "../views/json.ts";
import { differs, type Outcome } from "./check.ts";
import type { Drift } from "./find.ts";

export type Format = "text" | "markdown" | "json";
export const FORMATS: readonly Format[] = ["text", "markdown", "json"];

/** All outcomes in one text. For people, what failed is only counted in it: `failureText` says it. */
export function driftView(outcomes: readonly Outcome[], format: Format): string {
  return { text: driftText, markdown: driftMarkdown, json: driftJson }[format](outcomes);
}

/** What could not be checked, for standard error. */
export function failureText(outcomes: readonly Outcome[]): string {
  const many = outcomes.length > 1;
  return outcomes
    .flatMap((one) =>
      one.kind === "failed" ? [`${many ? `${nameOf(one)}: ` : ""}${describeFailure(one.failure)}\n`] : [],
    )
    .join("");
}

function driftText(outcomes: readonly Outcome[]): string {
  const [only] = outcomes;
  if (only !== undefined && outcomes.length === 1) return only.kind === "failed" ? "" : oneText(only);
  const checked = outcomes.flatMap((one) =>
    one.kind === "failed" ? [] : [`${nameOf(one)}\n${oneText(one)}\n`],
  );
  return `${checked.join("")}${totals(outcomes)}\n`;
}

type Checked = Extract<Outcome, { kind: "checked" }>;

/** A line for each finding and a line that sums up. */
function oneText(outcome: Checked): string {
  const { differences, closed, unmanaged, realms, server } = outcome;
  const stays = closed.map((gate) => `${visible(closedText(gate))}\n`).join("");
  if (!differs(outcome)) {
    const nothingElse = unmanaged === null ? "" : ", and hold nothing that it does not know of";
    return `${stays}No differences: ${realms.join(", ")} on ${server} are as the spec says${nothingElse}.\n`;
  }
  const lines = [
    ...differences.map(differenceLine),
    ...(unmanaged ?? []).map(({ text }) => visible(`? ${text}`)),
  ];
  return `${lines.join("\n")}\n${stays}${sumOf(outcome)}.\n`;
}

const closedText = (gate: Gate): string =>
  `= closed on the server, and stays so: ${gateText(gate)} (up --open ${gate.name} opens it)`;

/** One difference for a terminal. */
export const differenceLine = ({ kind, text }: Drift): string => visible(`${SIGNS[kind]} ${text}`);

function sumOf({ differences, unmanaged, server }: Checked): string {
  const found = `${count(differences.length, "difference")} between the spec and ${server}`;
  if (unmanaged === null) return found;
  return `${found}, ${count(unmanaged.length, "thing")} that the spec does not know of`;
}

function totals(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ kind }) => kind === "failed").length;
  const different = outcomes.filter(differs).length;
  const alike = outcomes.length - failed - different;
  return `${count(outcomes.length, "stack")}: ${alike} as the spec says, ${different} different, ${failed} not checked`;
}

const SIGNS = { added: "+", removed: "-", changed: "~" } as const;

/** `1 difference`, `2 differences` */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

function nameOf({ spec, stack }: Outcome): string {
  if (stack === undefined) return spec ?? "";
  return spec === undefined ? stack : `${stack} (${spec})`;
}

function driftMarkdown(outcomes: readonly Outcome[]): string {
  const parts = outcomes.map((one) => `## ${codeSpan(nameOf(one))}\n\n${oneMarkdown(one)}`);
  return `${[...parts, `${totals(outcomes)}.`].join("\n\n")}\n`;
}

/** Names on a server are somebody's own text: in code spans, none of it becomes a link or HTML. */
function oneMarkdown(outcome: Outcome): string {
  if (outcome.kind === "failed") {
    const { code, message } = outcome.failure;
    return `**Not checked** (${code}): ${codeSpan(message)}`;
  }
  if (!differs(outcome)) return codeSpan(oneText(outcome).trimEnd());
  const lines = [
    ...outcome.differences.map(({ kind, text }) => `- **${kind}**: ${codeSpan(text)}`),
    ...(outcome.unmanaged ?? []).map(({ text }) => `- **unknown**: ${codeSpan(text)}`),
    ...outcome.closed.map((gate) => `- **closed**: ${codeSpan(closedText(gate))}`),
  ];
  return `${codeSpan(sumOf(outcome))}:\n\n${lines.join("\n")}`;
}

/** `version` rises when a program that reads this would have to change. */
function driftJson(outcomes: readonly Outcome[]): string {
  return jsonText(driftDocument(outcomes));
}

/** The document that programs and webhooks get. */
export function driftDocument(outcomes: readonly Outcome[]): object {
  return { version: 1, stacks: outcomes.map(asJson) };
}

function asJson(outcome: Outcome): object {
  const { stack = null, spec = null } = outcome;
  if (outcome.kind === "failed") {
    const { code, message, hint } = outcome.failure;
    return { stack, spec, error: { code, message, hint } };
  }
  const { server, realms, differences, closed, unmanaged } = outcome;
  return {
    stack,
    spec,
    server,
    realms,
    differences: differences.map(differenceDocument),
    ...(closed.length === 0
      ? {}
      : { closed: closed.map(({ kind, realm, name }) => ({ kind, realm, name })) }),
    ...(unmanaged === null ? {} : { unmanaged }),
  };
}

/** One difference for programs. */
export const differenceDocument = ({ path, realm, kind, from, to, text }: Drift): object => ({
  ...{ path, realm, kind, from, to, text },
});
