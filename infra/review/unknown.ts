// Values that the committed files do not hold, as texts that can stand in a spec and be told again later.

/** A reference without a value: an encrypted variable, one that nobody set, an environment variable. */
export interface Unknown {
  readonly kind: "var" | "env";
  readonly name: string;
}

// In hexadecimal, as a host name loses its capitals and takes no underscore.
const mark = ({ kind, name }: Unknown): string =>
  `deskrealm-unknown-${kind}-${[...name].map((one) => one.charCodeAt(0).toString(16)).join("")}z`;

/** Texts for a value that is unknown: as a part of a text or the whole of it, as a URL, as an address. */
export const unknownText = mark;
export const unknownUrl = (one: Unknown): string => `https://${mark(one)}.url.invalid`;
export const unknownEmail = (one: Unknown): string => `${mark(one)}@mail.invalid`;

const MARK =
  /https:\/\/deskrealm-unknown-(?:var|env)-[0-9a-f]+z\.url\.invalid|deskrealm-unknown-(?:var|env)-[0-9a-f]+z(?:@mail\.invalid)?/g;
const INNER = /deskrealm-unknown-(var|env)-([0-9a-f]+)z/;

function read(text: string): Unknown {
  const [, kind = "", hex = ""] = INNER.exec(text) ?? [];
  const codes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return { kind: kind === "env" ? "env" : "var", name: String.fromCharCode(...codes) };
}

/** The text with references in the places of what is unknown, and each of these once, in their order. */
export function readUnknowns(text: string): { readonly text: string; readonly unknowns: readonly Unknown[] } {
  const unknowns: Unknown[] = [];
  const readable = text.replace(MARK, (found) => {
    const one = read(found);
    if (!unknowns.some(({ kind, name }) => kind === one.kind && name === one.name)) unknowns.push(one);
    return `\${${one.kind}:${one.name}}`;
  });
  return { text: readable, unknowns };
}

/** What the whole value stands for, if it is nothing but unknown. */
export function wholeUnknown(value: unknown): Unknown | undefined {
  if (typeof value !== "string") return undefined;
  const [only] = value.match(MARK) ?? [];
  return only === value ? read(value) : undefined;
}

/** The text for people, with references in the places of what is unknown. */
export const readable = (text: string): string => readUnknowns(text).text;
