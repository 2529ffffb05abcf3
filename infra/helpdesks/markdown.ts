// Values that people choose, inside Markdown: a code span shows them as they are and ends where it should.

/** A code span that holds any text on one line; control characters show as `\x0a`. */
export function codeSpan(value: string): string {
  const text = value.replace(
    /\p{Control}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
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
