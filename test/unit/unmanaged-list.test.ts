// A list without end is read in a bounded number of pages, and its cut is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { listSome } from "../../scripts/unmanaged/list.ts";

/** A list of so many numbers; `asked` are the pages that were fetched. */
function listOf(length: number) {
  const asked: [first: number, max: number][] = [];
  const get = async (_path: string, query: Readonly<Record<string, unknown>> = {}) => {
    const [first, max] = [Number(query["first"]), Number(query["max"])];
    asked.push([first, max]);
    return Array.from({ length: Math.max(0, Math.min(max, length - first)) }, (_, index) => first + index);
  };
  return { asked, admin: { get: get as <T>() => Promise<T> } };
}

test("a short list takes one page, a longer one more, and nothing is said", async () => {
  for (const [length, pages] of [
    [0, 1],
    [249, 1],
    [250, 2],
    [999, 4],
  ] as const) {
    const { asked, admin } = listOf(length);
    const { entries, more } = await listSome<number>(admin, "/x", "clients");
    assert.deepEqual([entries.length, asked.length, more], [length, pages, []]);
  }
});

test("5,000 entries take four pages, and what was not read is said", async () => {
  const { asked, admin } = listOf(5000);
  const { entries, more } = await listSome<number>(admin, "/x", "clients");
  assert.deepEqual([entries.length, asked.length], [1000, 4]);
  assert.deepEqual(more, [
    {
      kind: "not-read",
      name: "clients",
      text: "there may be more than 1000 clients; those beyond were not read",
    },
  ]);
});
