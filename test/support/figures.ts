// Figures that are the same at each run, compared with a golden file of one line each. A gain fails as well as a
// loss, so that it is written down and not lost again unseen.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { assertGolden } from "./golden.ts";

/** By name; what is 0 need not be named. */
export type Figures = Readonly<Record<string, number>>;

/** Sizes change with each edited line; what is looked for are jumps. */
const SIZE = /KiB/;
const sizesMayDifferBy = (kib: number) => Math.max(4, 0.05 * kib);

/** Compares the figures with the golden file; sizes that differ within reason are told. */
export function assertFigures(file: string, figures: Figures, context: TestContext): void {
  const lines = Object.entries(figures).flatMap(([name, value]) =>
    value === 0 ? [] : [`${name}: ${value}\n`],
  );
  if (process.env["UPDATE_GOLDEN"] === "1") assertGolden(file, lines.sort().join(""));
  const golden = readFigures(readFileSync(file, "utf8"));
  const wrong: string[] = [];
  for (const name of [...new Set([...Object.keys(golden), ...Object.keys(figures)])].sort()) {
    const [was, is] = [golden[name] ?? 0, figures[name] ?? 0];
    if (is === was) continue;
    const line = `${name}: was ${was}, is ${is}`;
    if (SIZE.test(name) && Math.abs(is - was) <= sizesMayDifferBy(was)) context.diagnostic(line);
    else wrong.push(line);
  }
  assert.ok(
    wrong.length === 0,
    `${wrong.join("\n")}\nUPDATE_GOLDEN=1 writes ${file} anew, for a gain as well`,
  );
}

function readFigures(text: string): Figures {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, name = "", value] = /^(.*): (\d+)$/.exec(line) ?? [];
      return value === undefined ? [] : [[name, Number(value)]];
    }),
  );
}
