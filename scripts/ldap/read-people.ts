// Everybody whom a filter finds, in pages; where the directory gives only so many, in pieces that it gives whole.

import { type Entry, SizeLimitExceededError } from "ldapts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { Session } from "./session.ts";
import { searchTrouble } from "./trouble.ts";

/** Entries of one page. */
const PAGE = 200;
const LAST_UUID = (1n << 128n) - 1n;

export interface Reading {
  readonly federation: FederationModel;
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Told where one search does not give all of it. */
  readonly onLimit?: () => void;
}

/** What the directory gives, and whether that is all: `more` where it told that it holds back others. */
export interface Count {
  readonly count: number;
  readonly more: boolean;
  /** The directory held some back at the first try. */
  readonly limited: boolean;
}

/**
 * Everybody, once.
 *
 * @throws LdapTrouble, or SizeLimitExceededError where there are more than can be had
 */
export async function* readPeople(session: Session, reading: Reading): AsyncGenerator<Entry> {
  const { federation, filter, onLimit } = reading;
  const seen = new Set<string>();
  try {
    for await (const entry of search(session, reading, filter)) {
      // Not more than the directory's limit, by which it is over.
      if (seen.size < PAGE * 100) seen.add(uuidOf(entry, federation));
      yield entry;
    }
    return;
  } catch (error) {
    if (!(error instanceof SizeLimitExceededError)) throw error;
    onLimit?.();
    // Only OpenLDAP's UUIDs have an order that a filter can ask for.
    if (federation.uuidAttribute.toLowerCase() !== "entryuuid") throw error;
  }
  for await (const entry of pieces(session, reading, 0n, LAST_UUID))
    if (!seen.has(uuidOf(entry, federation))) yield entry;
}

/** How many there are, with the names of the first few. */
export async function countPeople(
  session: Session,
  federation: FederationModel,
  filter: string,
  examples: string[] = [],
): Promise<Count> {
  let [count, limited] = [0, false];
  const onLimit = () => {
    limited = true;
  };
  const attributes = [federation.usernameAttribute];
  try {
    for await (const entry of readPeople(session, { federation, filter, attributes, onLimit })) {
      if (count++ < 3) examples.push(textOf(entry, federation.usernameAttribute) || entry.dn);
    }
    return { count, more: false, limited };
  } catch (error) {
    if (!(error instanceof SizeLimitExceededError)) throw error;
    return { count, more: true, limited: true };
  }
}

/** How many one search gives, as Keycloak makes it: the directory's limit where it has one. */
export async function countGiven(
  session: Session,
  federation: FederationModel,
  filter: string,
): Promise<number> {
  let count = 0;
  // With a limit of its own a search ends quietly at the directory's.
  for await (const _ of search(session, { federation, filter, attributes: [] }, filter, 2 ** 31 - 1)) count++;
  return count;
}

/** An attribute's first value as text; attribute names are matched in any case. */
export function textOf(entry: Entry, name: string): string {
  return valuesOf(entry, name)[0] ?? "";
}

export function valuesOf(entry: Entry, name: string): string[] {
  const wanted = name.toLowerCase();
  const key = Object.keys(entry).find((one) => one.toLowerCase() === wanted);
  const value = key === undefined ? [] : entry[key];
  return [value ?? []].flat().map((one) => (typeof one === "string" ? one : one.toString("hex")));
}

const uuidOf = (entry: Entry, { uuidAttribute }: FederationModel): string => textOf(entry, uuidAttribute);

async function* search(
  { client, url }: Session,
  { federation, attributes }: Reading,
  filter: string,
  sizeLimit?: number,
): AsyncGenerator<Entry> {
  const { usersDn, uuidAttribute, searchScope } = federation;
  const pages = client.searchPaginated(usersDn, {
    scope: searchScope === "SUBTREE" ? "sub" : "one",
    filter,
    attributes: [uuidAttribute, ...attributes],
    explicitBufferAttributes: ["objectGUID"],
    paged: { pageSize: PAGE },
    ...(sizeLimit === undefined ? {} : { sizeLimit }),
  });
  try {
    for await (const { searchEntries } of pages) yield* searchEntries;
  } catch (error) {
    if (error instanceof SizeLimitExceededError) throw error;
    throw searchTrouble(url, usersDn, error);
  }
}

/** Those with UUIDs from one to another: halved until the directory gives each piece whole. */
async function* pieces(session: Session, reading: Reading, from: bigint, to: bigint): AsyncGenerator<Entry> {
  const range = `(entryUUID>=${uuid(from)})(entryUUID<=${uuid(to)})`;
  const whole: Entry[] = [];
  try {
    for await (const entry of search(session, reading, `(&${reading.filter}${range})`)) whole.push(entry);
  } catch (error) {
    if (!(error instanceof SizeLimitExceededError) || from === to) throw error;
    const middle = (from + to) / 2n;
    yield* pieces(session, reading, from, middle);
    yield* pieces(session, reading, middle + 1n, to);
    return;
  }
  yield* whole;
}

function uuid(value: bigint): string {
  return value
    .toString(16)
    .padStart(32, "0")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
