// A diagnostic as a person reads it: place, code, the offending line, what to write.

import type { Diagnostic } from "./types.ts";

/**
 * Text of one diagnostic, without a newline at the end. `source` is the file's text, if there is one, with
 * its secrets covered: `loadSpec` gives it so.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source: string | undefined): string {
  const { start } = diagnostic.range;
  const lines = [
    `${diagnostic.file}:${start.line}:${start.column} ${diagnostic.severity} ${diagnostic.code}`,
    `  ${diagnostic.summary}: ${diagnostic.detail}`,
  ];
  lines.push(...snippet(diagnostic, source));
  if (diagnostic.hint !== "") lines.push(`  hint: ${diagnostic.hint}`);
  return lines.join("\n");
}

function snippet({ range }: Diagnostic, source: string | undefined): string[] {
  const line = source?.split(/\r?\n/)[range.start.line - 1];
  if (line === undefined || line.trim() === "") return [];
  const number = String(range.start.line);
  const end = range.end.line === range.start.line ? range.end.column : line.length + 1;
  const width = Math.max(1, end - range.start.column);
  // Tabs are kept so that the carets stand under the text whatever a tab's width is.
  const indent = line.slice(0, range.start.column - 1).replace(/[^\t]/g, " ");
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
