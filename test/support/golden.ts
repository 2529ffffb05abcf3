// Golden files: what a test expects, written anew with UPDATE_GOLDEN=1.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Compares the text with the golden file. */
export function assertGolden(file: string, text: string): void {
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, "utf8"), `${file}; UPDATE_GOLDEN=1 writes it anew`);
}

/** Compares the data with the golden JSON file, however that is laid out. */
export function assertGoldenJson(file: string, data: unknown): void {
  if (process.env["UPDATE_GOLDEN"] === "1") assertGolden(file, `${JSON.stringify(data, null, 2)}\n`);
  assert.deepEqual(data, JSON.parse(readFileSync(file, "utf8")), `${file}; UPDATE_GOLDEN=1 writes it anew`);
}

/** The rows in ascending order, a word a line, each level further in; what begins as the row before is not said again. */
export function outline(rows: readonly (readonly string[])[]): string {
  const sorted = [...new Set(rows.map((row) => row.join("\n")))].sort().map((row) => row.split("\n"));
  const lines = sorted.flatMap((row, at) => {
    const level = row.findIndex((word, index) => word !== sorted[at - 1]?.[index]);
    return row.slice(level).map((word, below) => `${"  ".repeat(level + below)}${word}\n`);
  });
  return lines.join("");
}
