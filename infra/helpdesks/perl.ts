// Perl literals for values that people choose: whatever they hold, it stays text and never becomes code.

/** What one setting of a Perl configuration can hold here. Booleans become 1 and 0. */
export type PerlValue = string | boolean | Readonly<Record<string, string>>;

/**
 * A literal of exactly this text, on one line. Letters beyond ASCII are written as they are, so the
 * file must be UTF-8 and under `use utf8`.
 *
 * @example perlString("O'Brien") // 'O\'Brien'
 */
export function perlString(value: string): string {
  // Perl turns CR LF inside a literal into LF, and characters that cannot be seen cannot be reviewed.
  if (/[\p{Control}\p{Format}\p{Surrogate}\p{Zl}\p{Zp}]/u.test(value)) {
    return `"${[...value].map((character) => (/\w/.test(character) ? character : hexEscape(character))).join("")}"`;
  }
  return `'${value.replace(/[\\']/g, "\\$&")}'`;
}

/** A literal of a setting's value; a record becomes a reference to a hash, one entry a line. */
export function perlLiteral(value: PerlValue): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "string") return perlString(value);
  const entries = Object.entries(value).map(
    ([key, text]) => `    ${perlString(key)} => ${perlString(text)},\n`,
  );
  return `{\n${entries.join("")}}`;
}

function hexEscape(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
