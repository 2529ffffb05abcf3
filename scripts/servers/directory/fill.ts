// Fills a directory's database from the person's LDIF file. What is wrong is told by the lines of that file.

import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../infra/diagnostics/failure.ts";
import type { EphemeralDirectory } from "../../../infra/ephemeral/directory.ts";
import { readText } from "../../../infra/read-text.ts";
import { run } from "../../toolchain/run.ts";
import { asActiveDirectory } from "./active-directory.ts";
import { type LdifEntry, type LdifFlaw, ldifLine, parseLdif } from "./ldif.ts";
import type { Slapd } from "./slapd.ts";
import { type Tree, wholeTree } from "./tree.ts";

/** What a directory is filled with. */
export interface DirectoryContent extends Pick<EphemeralDirectory, "vendor" | "containers"> {
  /** The LDIF file. */
  readonly file: string;
  /** Its path as the person gave it, for messages. */
  readonly shown: string;
}

/** @throws Failure `ldif-unreadable`, or `ldif-invalid` with everything that the text alone shows */
export async function readTree({ file, shown, vendor, containers }: DirectoryContent): Promise<Tree> {
  const read = await readText(file);
  if (read.text === undefined) {
    throw new Failure("ldif-unreadable", `${shown}: ${read.reason}.`, {
      hint: "name an LDIF file; its path begins at the spec's folder",
    });
  }
  const isActive = vendor === "active-directory";
  const { entries, flaws } = parseLdif(read.text);
  const tree = wholeTree(isActive ? entries.map(asActiveDirectory) : entries, containers, isActive);
  refuse(shown, [...flaws, ...tree.flaws]);
  return tree;
}

/**
 * Puts the entries into the empty folder `data` of the directory's folder.
 *
 * @throws Failure `ldif-invalid` with every entry that the schema refuses
 */
export async function fill(
  { base, entries }: Tree,
  folder: string,
  { slapadd }: Slapd,
  shown: string,
): Promise<void> {
  const file = join(folder, "entries.ldif");
  const written = inLines(entries);
  await mkdir(join(folder, "data"), { mode: 0o700 });
  await writeFile(file, written.text, { mode: 0o600 });
  try {
    // After an entry that is refused it goes on with the next, and ends as if nothing had been.
    const words = ["-c", "-b", base, "-f", join(folder, "slapd.conf"), "-l", file];
    const { code, output } = await run(slapadd, words, { env: { LC_ALL: "C" } });
    refuse(shown, refusals(output, written.starts));
    if (code !== 0) throw new Failure("directory-start-failed", `slapadd ended with ${code}:\n${output}`);
  } finally {
    await rm(file, { force: true });
  }
}

function refuse(shown: string, flaws: readonly LdifFlaw[]): void {
  if (flaws.length === 0) return;
  const lines = flaws.toSorted((a, b) => a.line - b.line).map(({ line, text }) => `${shown}:${line} ${text}`);
  throw new Failure("ldif-invalid", [...new Set(lines)].join("\n"));
}

/** The entries as LDIF, and which of them begins in which of its lines. */
function inLines(entries: readonly LdifEntry[]) {
  const starts = new Map<number, LdifEntry>();
  const lines: string[] = [];
  for (const entry of entries) {
    starts.set(lines.length + 1, entry);
    lines.push(ldifLine("dn", entry.dn), ...entry.values.map(({ name, value }) => ldifLine(name, value)));
    if (!entry.values.some(({ name }) => name.toLowerCase() === "entryuuid"))
      lines.push(ldifLine("entryUUID", lastingId(entry.dn)));
    lines.push("");
  }
  return { text: `${lines.join("\n")}\n`, starts };
}

/** The same whenever the directory is filled anew: by it Keycloak knows people again, and refuses another's. */
function lastingId(dn: string): string {
  const hex = createHash("sha256").update(dn.toLowerCase()).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}

/** What slapadd says of entries, by the lines of the person's file. */
function refusals(output: string, starts: ReadonlyMap<number, LdifEntry>): LdifFlaw[] {
  let said = "";
  return output.split("\n").flatMap((text) => {
    const entry = starts.get(Number(/\(line=(\d+)\)/.exec(text)?.[1]));
    if (entry === undefined) {
      said = text;
      return [];
    }
    const own = /\(line=\d+\): (?:\(\d+\) )?(.+)$/.exec(text)?.[1];
    const flaw = own === undefined ? ofValue(said, entry) : { line: entry.line, text: `${entry.dn}: ${own}` };
    said = "";
    return [flaw];
  });
}

/** A value of which slapadd says something before it says which entry it is of. */
function ofValue(said: string, { dn, line, values }: LdifEntry): LdifFlaw {
  const unknown = /str2ad\((.+?)\): (.+)$/.exec(said);
  const unread = /NULL \((?:\S+) (\S+) \d+\)/.exec(said);
  const name = (unknown?.[1] ?? unread?.[1])?.toLowerCase();
  const place = values.find((one) => one.name.toLowerCase() === name)?.line ?? line;
  if (unknown !== null)
    return { line: place, text: `the directory's schema has no attribute ${unknown[1]}: take it out` };
  const what = name === undefined ? "the entry" : `the value of ${unread?.[1]}`;
  return { line: place, text: `${dn}: ${what} is not of the kind that the directory's schema demands` };
}
