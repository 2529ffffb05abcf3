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

/** Nested data of a Perl configuration. Booleans become 1 and 0. */
export type PerlData = string | number | boolean | readonly PerlData[] | { readonly [key: string]: PerlData };

/**
 * A literal of nested data, one entry a line; lists stay on one.
 *
 * @param indent - blanks before the line on which the literal begins
 */
export function perlData(value: PerlData, indent = 0): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean" || typeof value === "string") return perlLiteral(value);
  if (isList(value)) return `[ ${value.map((one) => perlData(one, indent)).join(", ")} ]`;
  const inner = " ".repeat(indent + 4);
  const entries = Object.entries(value).map(
    ([key, one]) => `${inner}${perlString(key)} => ${perlData(one, indent + 4)},\n`,
  );
  return `{\n${entries.join("")}${" ".repeat(indent)}}`;
}

const isList = (value: PerlData): value is readonly PerlData[] => Array.isArray(value);

function hexEscape(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
