// Names on a server are somebody's own text: on a terminal none of it moves the cursor or sets a colour.

/** The text on one line, control characters as `\\x1b`. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
