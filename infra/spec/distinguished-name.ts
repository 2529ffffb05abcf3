// Distinguished names as RFC 4514 writes them: taken apart, and put together again.

/** One step of a name; of several pairs joined by a plus sign each. */
export type Rdn = readonly { readonly type: string; readonly value: string }[];

const TYPE = /[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+/y;
/** A byte, an escaped character, characters that stand for themselves, or spaces. */
const PIECE = /\\([0-9A-Fa-f]{2})|\\([ "#+,;<=>\\])|[^ "+,;<>\\\0]{1,1000}|( {1,1000})/uy;
const UTF_8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** The steps from the entry upwards, values unescaped; undefined where the text is no name. */
export function parseDn(text: string): Rdn[] | undefined {
  const steps: { type: string; value: string }[][] = [[]];
  let at = 0;
  const skip = () => {
    while (text[at] === " ") at++;
  };
  for (;;) {
    skip();
    TYPE.lastIndex = at;
    const type = TYPE.exec(text)?.[0];
    if (type === undefined) return undefined;
    at += type.length;
    skip();
    if (text[at++] !== "=") return undefined;
    skip();
    const read = readValue(text, at);
    if (read === undefined) return undefined;
    steps.at(-1)?.push({ type, value: read.value });
    at = read.end;
    if (at === text.length) return steps;
    if (text[at++] === ",") steps.push([]);
  }
}

/** An unescaped value up to the comma, the plus sign or the end behind it. */
function readValue(text: string, start: number): { value: string; end: number } | undefined {
  const bytes: number[] = [];
  let at = start;
  // Up to here nothing is a space before a separator: an escaped one counts.
  let kept = 0;
  while (at < text.length && text[at] !== "," && text[at] !== "+") {
    PIECE.lastIndex = at;
    const [piece, byte, character, spaces] = PIECE.exec(text) ?? [];
    if (piece === undefined) return undefined;
    if (byte !== undefined) bytes.push(Number.parseInt(byte, 16));
    else bytes.push(...UTF_8.encoder.encode(character ?? piece));
    at += piece.length;
    if (spaces === undefined) kept = bytes.length;
  }
  if (kept === 0) return undefined;
  return { value: UTF_8.decoder.decode(Uint8Array.from(bytes.slice(0, kept))), end: at };
}

/** The name with every special character escaped. */
export const formatDn = (steps: readonly Rdn[]): string =>
  steps.map((step) => step.map(({ type, value }) => `${type}=${escapeValue(value)}`).join("+")).join(",");

function escapeValue(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, "\\$&")
    .replace(/^[ #]/, "\\$&")
    .replace(/ $/, "\\ ")
    .replaceAll("\0", "\\00");
}
