// LDIF as RFC 2849 writes it, entries only, and everything that is wrong with it by line.

import { parseDn, type Rdn } from "../../../infra/spec/distinguished-name.ts";

export interface LdifValue {
  /** As the file spells it, options included. */
  readonly name: string;
  readonly value: Buffer;
  /** Counted from 1. */
  readonly line: number;
}

export interface LdifEntry {
  readonly dn: string;
  readonly steps: readonly Rdn[];
  /** Of its first line. */
  readonly line: number;
  readonly values: readonly LdifValue[];
}

/** What is wrong at a line, and what to write. It quotes no value: that may be a password. */
export interface LdifFlaw {
  readonly line: number;
  readonly text: string;
}

export interface Ldif {
  readonly entries: readonly LdifEntry[];
  readonly flaws: readonly LdifFlaw[];
}

interface Line {
  readonly text: string;
  readonly line: number;
}

export function parseLdif(text: string): Ldif {
  const flaws: LdifFlaw[] = [];
  const entries: LdifEntry[] = [];
  for (const record of recordsOf(text, flaws)) {
    const entry = readEntry(record, flaws);
    if (entry !== undefined) entries.push(entry);
  }
  flaws.push(...twins(entries));
  return { entries, flaws: flaws.toSorted((a, b) => a.line - b.line) };
}

/** Groups of lines between blank ones: comments are gone, folded lines are whole. */
function recordsOf(text: string, flaws: LdifFlaw[]): Line[][] {
  const records: Line[][] = [[]];
  let inComment = false;
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1;
    const record = records.at(-1) as Line[];
    if (raw === "") {
      inComment = false;
      if (record.length > 0) records.push([]);
    } else if (raw.startsWith(" ")) {
      const last = record.at(-1);
      if (inComment) return;
      if (last === undefined)
        flaws.push({ line, text: "a line that goes on with nothing: take the space at its beginning out" });
      else record[record.length - 1] = { ...last, text: last.text + raw.slice(1) };
    } else {
      inComment = raw.startsWith("#");
      if (!inComment) record.push({ text: raw, line });
    }
  });
  return records.filter((record) => record.length > 0);
}

function readEntry(record: readonly Line[], flaws: LdifFlaw[]): LdifEntry | undefined {
  const values = record.flatMap((line) => readValue(line, flaws) ?? []);
  const [version] = values;
  if (version?.name.toLowerCase() === "version") values.shift();
  const [first, ...rest] = values;
  if (first === undefined) return undefined;
  const { line } = first;
  if (first.name.toLowerCase() !== "dn") {
    flaws.push({ line, text: "an entry begins with dn: and its name; a blank line ends the one before" });
    return undefined;
  }
  const [change] = rest;
  if (change?.name.toLowerCase() === "changetype") {
    if (change.value.toString().toLowerCase() !== "add")
      flaws.push({ line: change.line, text: "a change of an entry; write entries alone, as they are to be" });
    rest.shift();
  }
  const dn = first.value.toString();
  const steps = parseDn(dn);
  if (steps === undefined) {
    flaws.push({
      line,
      text: `"${dn}" is no distinguished name: write it like uid=ada,ou=people,dc=acme,dc=example`,
    });
    return undefined;
  }
  return { dn, steps, line, values: rest };
}

function readValue({ text, line }: Line, flaws: LdifFlaw[]): LdifValue | undefined {
  const [, name, kind, rest] =
    /^([A-Za-z][A-Za-z0-9-]*(?:;[A-Za-z0-9-]+)*|\d+(?:\.\d+)*):([:<]?) *(.*)$/s.exec(text) ?? [];
  if (name === undefined || rest === undefined) {
    flaws.push({
      line,
      text: "neither an attribute with a colon nor the rest of the line above, which begins with a space",
    });
    return undefined;
  }
  if (kind === "<") {
    flaws.push({
      line,
      text: `${name} is to be read from another file: write its value here, or as base64 behind ::`,
    });
    return undefined;
  }
  if (kind === "" && /\0/.test(rest)) {
    flaws.push({ line, text: `${name} has a character that no text holds: write it as base64 behind ::` });
    return undefined;
  }
  if (kind === ":" && !isBase64(rest)) {
    flaws.push({ line, text: `${name} has two colons, and no base64 follows` });
    return undefined;
  }
  return { name, value: Buffer.from(rest, kind === ":" ? "base64" : "utf8"), line };
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

function twins(entries: readonly LdifEntry[]): LdifFlaw[] {
  const seen = new Map<string, number>();
  return entries.flatMap(({ dn, steps, line }) => {
    const before = seen.get(folded(steps));
    seen.set(folded(steps), line);
    return before === undefined ? [] : [{ line, text: `${dn} is there already, in line ${before}` }];
  });
}

/** A name in the one spelling by which names are compared. */
export const folded = (steps: readonly Rdn[]): string =>
  JSON.stringify(steps.map((step) => step.map(({ type, value }) => `${type}=${value}`.toLowerCase()).sort()));

/** An attribute's line: what is more than plain ASCII goes as base64. */
export function ldifLine(name: string, value: string | Buffer): string {
  const bytes = Buffer.from(value);
  const plain = /^[!-9;=-~][ -~]*$/.test(bytes.toString("latin1")) && bytes.at(-1) !== 0x20;
  return plain ? `${name}: ${bytes}` : `${name}:: ${bytes.toString("base64")}`;
}
