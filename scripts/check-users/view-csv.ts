// Findings as CSV, for spreadsheets.

import type { RowFinding, View } from "./types.ts";

const COLUMNS = ["line", "username", "attribute", "value", "effect", "code", "detail", "fix"] as const;

export const csvView = (): View => ({
  start: () => row(COLUMNS),
  finding: (finding) => row(COLUMNS.map((name) => cell(finding, name))),
  end: () => "",
});

/** A spreadsheet would run people's own text as a formula; a leading apostrophe keeps it text. */
function cell(finding: RowFinding, name: (typeof COLUMNS)[number]): string {
  const text = String(finding[name]);
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function row(cells: readonly string[]): string {
  const quoted = cells.map((text) =>
    /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
  );
  return `${quoted.join(",")}\r\n`;
}
