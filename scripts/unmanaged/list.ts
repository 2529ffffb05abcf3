// Lists of which nobody knows how long they are: read in pages, and not without end.

import type { AdminClient } from "../../infra/admin/client.ts";
import type { Found } from "./types.ts";

const PAGE = 250;
/** Entries of one list that are read. */
const MOST = 1000;

type Query = Readonly<Record<string, string | number | boolean>>;

/**
 * The first entries of a list, and a finding where there may be more.
 *
 * @param what - plural noun for the finding, such as "clients"
 */
export async function listSome<T>(
  admin: Pick<AdminClient, "get">,
  path: string,
  what: string,
  query: Query = {},
): Promise<{ readonly entries: readonly T[]; readonly more: readonly Found[] }> {
  const entries: T[] = [];
  while (entries.length < MOST) {
    const page = await admin.get<T[]>(path, { ...query, first: entries.length, max: PAGE });
    entries.push(...page);
    if (page.length < PAGE) return { entries, more: [] };
  }
  const text = `there may be more than ${MOST} ${what}; those beyond were not read`;
  return { entries, more: [{ kind: "not-read", name: what, text }] };
}
