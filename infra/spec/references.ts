// References in a spec's values: ${var:NAME}, ${var:NAME:-default}, ${env:NAME}, ${secret:NAME}.
//
// Every other ${…} belongs to Keycloak (${email}, ${vault.smtp}) and stays as it is.

export interface Reference {
  readonly kind: "var" | "env" | "secret";
  readonly name: string;
  /** Text after `:-`; only variables have one. */
  readonly fallback: string | undefined;
}

/** A piece of a value: literal text, a reference, or what only looks like one. */
export type Piece =
  | { readonly text: string }
  | { readonly reference: Reference }
  // The reason does not quote the text: it may be a secret that somebody put in a name's place.
  | { readonly malformed: string; readonly why: string };

const CANDIDATE = /\$\{(var|env|secret)\b([^}]*)(\}?)/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Splits a value into its pieces, in order; a value without references is one text. */
export function parseReferences(value: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of value.matchAll(CANDIDATE)) {
    if (match.index > end) pieces.push({ text: value.slice(end, match.index) });
    pieces.push(parseOne(match));
    end = match.index + match[0].length;
  }
  if (end < value.length) pieces.push({ text: value.slice(end) });
  return pieces;
}

function parseOne(match: RegExpMatchArray): Piece {
  const [text, kind, rest, close] = match as unknown as [string, Reference["kind"], string, string];
  if (close === "") return { malformed: text, why: `the closing brace of ${"${"}${kind} is missing` };
  if (!rest.startsWith(":")) return { malformed: text, why: `a colon and a name follow ${kind}` };
  const separator = rest.indexOf(":-");
  const name = rest.slice(1, separator === -1 ? undefined : separator);
  const fallback = separator === -1 ? undefined : rest.slice(separator + 2);
  if (!NAME.test(name)) {
    return { malformed: text, why: `a name of letters, digits, _ and - follows ${kind}:` };
  }
  if (fallback !== undefined && kind !== "var") {
    return { malformed: text, why: `only ${"${var:…}"} has a default` };
  }
  return { reference: { kind, name, fallback } };
}

/** The reference that the whole value consists of, if it does. */
export function wholeReference(value: string): Reference | undefined {
  const [piece, ...others] = parseReferences(value);
  return others.length === 0 && piece !== undefined && "reference" in piece ? piece.reference : undefined;
}

/** The key of a value that Keycloak's vault holds, `NAME` of `${vault.NAME}`, if the value is one. */
export function vaultKey(value: string): string | undefined {
  return /^\$\{vault\.([^}\p{C}]+)\}$/u.exec(value)?.[1];
}
