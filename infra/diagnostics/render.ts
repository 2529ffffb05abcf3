// A diagnostic as a person reads it: place, code, the offending line, what to write.

import type { Diagnostic, Range } from "./types.ts";

/** Text of one diagnostic, without a newline at the end. `source` is the file's text, if there is one. */
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

function snippet({ code, range }: Diagnostic, source: string | undefined): string[] {
  const line = source?.split(/\r?\n/)[range.start.line - 1];
  if (line === undefined || line.trim() === "") return [];
  const number = String(range.start.line);
  const end = range.end.line === range.start.line ? range.end.column : line.length + 1;
  const width = Math.max(1, end - range.start.column);
  const shown = masked(line, range, code);
  // Tabs are kept so that the carets stand under the text whatever a tab's width is.
  const indent = line.slice(0, range.start.column - 1).replace(/[^\t]/g, " ");
  return [`  ${number} | ${shown}`, `  ${" ".repeat(number.length)} | ${indent}${"^".repeat(width)}`];
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

/** Value of a key that sounds like a secret, unless it is a reference; and a URL's user and password. */
const SECRET_VALUE =
  /([\w-]*(?:pass|pasw|pwd|secret|credential)[\w-]*["']?\s*:\s*)(?!["']?\$\{)("[^"]*"?|'[^']*'?|[^\s,{}[\]][^,}]*)/gi;
const URL_CREDENTIALS = /(\/\/)([^/\s@]+)(?=@)/g;

/** The line with every secret in it covered, character by character, so that columns still fit. */
function masked(line: string, { start, end }: Range, code: Diagnostic["code"]): string {
  const cover = (_: string, before: string, value: string) => before + "•".repeat(value.length);
  const covered = line.replace(SECRET_VALUE, cover).replace(URL_CREDENTIALS, cover);
  if (code !== "secret-in-clear") return covered;
  const stop = end.line === start.line ? end.column - 1 : line.length;
  return covered.slice(0, start.column - 1) + "•".repeat(stop - start.column + 1) + covered.slice(stop);
}
