// Names in specs and on servers are somebody's own text: on a terminal, in a comment or on a page none of it
// moves the cursor, sets a colour or turns the line around.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu;
const HIDDEN_IN_LINES = new RegExp(`(?!\n)${HIDDEN.source}`, "gu");

/** Control characters, marks of direction, line breaks and the like as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** The same characters each as `�`, tabs excepted: every column of a line stays where it is. */
export function masked(line: string): string {
  return line.replace(HIDDEN, (one) => (one === "\t" ? one : "\uFFFD".repeat(one.length)));
}

/** The same characters of a JSON text as JSON's own escapes: it still reads as the same. */
export function visibleJson(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(HIDDEN_IN_LINES, (one) => one.split("").map(escaped).join(""));
}

/** At most `length` characters, with what is missing counted. No character is cut in two. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  if (characters.length <= length) return text;
  return `${characters.slice(0, length).join("")}… (${characters.length - length} more)`;
}
