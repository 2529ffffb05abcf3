// Failing specs that say themselves what is wrong: `# ERROR code` at the end of the offending line, or
// `# ERROR code at LINE:COLUMN` anywhere where a comment there would change the fault.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../infra/diagnostics/types.ts";

export interface BadSample {
  /** File name. */
  readonly name: string;
  readonly text: string;
  /** `LINE error code` or `LINE:COLUMN error code`, in the order of lines. */
  readonly expected: readonly string[];
}

const FOLDER = join(import.meta.dirname, "../samples/bad");
const MARK = /# (ERROR|WARNING|NOTICE) ([a-z-]+)(?: at (\d+:\d+))?/g;

export function badSamples(): BadSample[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const text = readFileSync(join(FOLDER, name), "utf8");
      const expected = text.split("\n").flatMap((line, index) =>
        [...line.matchAll(MARK)].map(([, severity = "", code, place]) => {
          return `${place ?? index + 1} ${severity.toLowerCase()} ${code}`;
        }),
      );
      return { name, text, expected: expected.sort() };
    });
}

/** What was found, in the form of the expectation that it meets, or in the short one. */
export function actual(diagnostics: readonly Diagnostic[], expected: readonly string[]): string[] {
  return diagnostics
    .map(({ code, severity, range: { start } }) => {
      const exact = `${start.line}:${start.column} ${severity} ${code}`;
      return expected.includes(exact) ? exact : `${start.line} ${severity} ${code}`;
    })
    .sort();
}
