// Findings for people: one line each, and a line that sums up.

import { visible } from "../../infra/diagnostics/visible.ts";
import type { RowFinding, Summary, View } from "./types.ts";

/** Longest part of a value that is shown. */
const SHOWN = 60;
const LABELS: Readonly<Record<string, string>> = {
  username: "user name",
  firstName: "first name",
  lastName: "last name",
};

/** @param most - how many findings are shown; the others are counted */
export function textView(most: number): View {
  let shown = 0;
  let source = "";
  return {
    start: (name) => {
      source = name;
      return "";
    },
    finding: (finding) => (++shown > most ? "" : `${placeOf(source, finding)} ${sentence(finding)}\n`),
    end: (summary) => ending(summary, Math.max(0, shown - most)),
  };
}

/** An entry's DN says enough by itself. */
function placeOf(source: string, { line }: RowFinding): string {
  return typeof line === "number" ? `${source}:${line}` : visible(line);
}

function sentence({ username, attribute, value, detail, fix }: RowFinding): string {
  const label = LABELS[attribute] ?? attribute;
  const who = attribute === "username" || username === "" ? "" : `${quoted(username)}: `;
  const what = value === "" ? label : `${label} ${quoted(value)}`;
  return visible(`${who}${what} ${detail}; ${fix}`);
}

function quoted(value: string): string {
  const characters = [...value.slice(0, 2 * SHOWN)];
  return characters.length > SHOWN ? `"${characters.slice(0, SHOWN).join("")}…"` : `"${value}"`;
}

function ending({ people, concerned, findings, realm }: Summary, hidden: number): string {
  const rest = hidden === 0 ? "" : `… and ${hidden} more (--all shows them)\n`;
  if (findings === 0) return `${realm} takes everybody (${people}).\n`;
  return `${rest}To look at before they come to ${realm}: ${concerned} of ${people} (${findings} findings).\n`;
}
