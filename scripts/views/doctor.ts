// How `doctor` shows its findings.

import type { Context } from "../context.ts";
import type { Finding } from "../doctor/examine.ts";
import { jsonText } from "./json.ts";

const marks = { ok: "ok", missing: "MISSING", optional: "-" } as const;

/** A table for people, or JSON of version 1. */
export function showFindings(
  findings: readonly Finding[],
  json: boolean,
  { stdout }: Pick<Context, "stdout">,
): void {
  if (json) {
    stdout.write(jsonText({ version: 1, findings }));
    return;
  }
  const width = Math.max(...findings.map(({ name }) => name.length));
  for (const { name, state, version, from, remedy } of findings) {
    const what = state === "ok" ? `${version}  (${from})` : remedy;
    stdout.write(`${marks[state].padEnd(7)}  ${name.padEnd(width)}  ${what}\n`);
  }
}
