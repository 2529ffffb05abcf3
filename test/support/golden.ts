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
