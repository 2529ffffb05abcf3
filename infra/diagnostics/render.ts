// A diagnostic as a person reads it: place, code, the offending line, what to write.

import type { Diagnostic } from "./types.ts";
import { masked, shortened, visible } from "./visible.ts";

/** Most diagnostics of one file that are shown; nobody reads on, and a spoilt file may have thousands. */
const MOST = 100;
/** Longest sentence: what it quotes may be a whole file. */
const LONGEST = 1000;
/** Most characters of a line that are shown. */
const WIDEST = 200;

/** Texts of a file's diagnostics, at most a hundred and a last line that counts the others. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], source: string | undefined): string[] {
  const shown = diagnostics.slice(0, MOST).map((found) => renderDiagnostic(found, source));
  const rest = diagnostics.length - shown.length;
  return rest === 0 ? shown : [...shown, `and ${rest} more in ${visible(diagnostics[0]?.file ?? "")}`];
}

/**
 * Text of one diagnostic, without a newline at the end. `source` is the file's text, if there is one, with
 * its secrets covered: `loadSpec` gives it so. Nothing in it drives a terminal.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source: string | undefined): string {
  const { start } = diagnostic.range;
  const sentence = (text: string) => visible(shortened(text, LONGEST));
  const lines = [
    `${visible(diagnostic.file)}:${start.line}:${start.column} ${diagnostic.severity} ${diagnostic.code}`,
    `  ${diagnostic.summary}: ${sentence(diagnostic.detail)}`,
  ];
  lines.push(...snippet(diagnostic, source));
  if (diagnostic.hint !== "") lines.push(`  hint: ${sentence(diagnostic.hint)}`);
  return lines.join("\n");
}

function snippet({ range }: Diagnostic, source: string | undefined): string[] {
  const whole = source?.split(/\r?\n/)[range.start.line - 1];
  if (whole === undefined || whole.trim() === "") return [];
  const number = String(range.start.line);
  const column = range.start.column - 1;
  const last = range.end.line === range.start.line ? range.end.column - 1 : whole.length;
  // Of a line that no screen holds, what stands around the place.
  const from = whole.length > WIDEST ? Math.max(0, column - WIDEST / 2) : 0;
  const line = masked(whole.slice(from, from + WIDEST));
  const width = Math.max(1, Math.min(last - from, line.length) - (column - from));
  // Tabs are kept so that the carets stand under the text whatever a tab's width is.
  const indent = line.slice(0, column - from).replace(/[^\t]/g, " ");
  return [`  ${number} | ${line}`, `  ${" ".repeat(number.length)} | ${indent}${"^".repeat(width)}`];
}

/** "2 errors, 1 warning": how many of each, or "no problems". */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const parts: string[] = [];
  for (const severity of ["error", "warning", "notice"] as const) {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    if (count > 0) parts.push(`${count} ${severity}${count === 1 ? "" : "s"}`);
  }
  return parts.length === 0 ? "no problems" : parts.join(", ");
}

/** Ascending by file, then place, then code: the order in which a person works through them. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      a.file.localeCompare(b.file) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column ||
      a.code.localeCompare(b.code),
  );
}
