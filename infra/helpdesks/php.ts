// PHP literals for values that people choose: whatever they hold, it stays text and never becomes code.

/** What one setting of a PHP configuration can hold here. */
export type PhpValue = string | boolean | readonly string[];

/**
 * A literal of exactly this text, on one line.
 *
 * @example phpString("O'Brien") // 'O\'Brien'
 */
export function phpString(value: string): string {
  // Characters that cannot be seen cannot be reviewed.
  if (/[\p{Control}\p{Format}\p{Surrogate}\p{Zl}\p{Zp}]/u.test(value)) {
    const escaped = [...value].map((one) =>
      /\w/.test(one) ? one : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`,
    );
    return `"${escaped.join("")}"`;
  }
  return `'${value.replace(/[\\']/g, "\\$&")}'`;
}

/** A file that gives an array to whoever includes it, as EspoCRM reads its configuration. */
export function phpArrayFile(comment: string, values: Readonly<Record<string, PhpValue>>): string {
  const entries = Object.entries(values).map(
    ([key, value]) => `    ${phpString(key)} => ${phpLiteral(value)},\n`,
  );
  return `<?php\n\n// ${comment}\nreturn [\n${entries.join("")}];\n`;
}

function phpLiteral(value: PhpValue): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return phpString(value);
  return `[${value.map(phpString).join(", ")}]`;
}
