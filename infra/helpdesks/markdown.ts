// Values that people choose, inside Markdown: a code span shows them as they are and ends where it should.

import { visible } from "../diagnostics/visible.ts";

/** A code span that holds any text on one line; control characters and the like show as `\u{A}`. */
export function codeSpan(value: string): string {
  const text = visible(value);
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  // A span loses one blank on each side, and a backtick at its edge would join the fence.
  const padding = text === "" || /^[ `]|[ `]$/.test(text) ? " " : "";
  return `${fence}${padding}${text}${padding}${fence}`;
}

/** A table from its rows, the first of them the header. Cells are Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(header) + line(header.map(() => "---")) + rows.map(line).join("");
}

/** Code spans in one sentence: `a`, `b` and `c`. */
export function codeList(values: readonly string[]): string {
  const spans = values.map(codeSpan);
  const last = spans.at(-1) ?? "";
  return spans.length < 2 ? last : `${spans.slice(0, -1).join(", ")} and ${last}`;
}
