// How `check` shows its findings.

import { renderDiagnostic, summarize } from "../../infra/diagnostics/render.ts";
import type { ModelResult } from "../../infra/load-model.ts";
import type { Context } from "../context.ts";

/** Text for people, or JSON of version 1. */
export function showCheck(
  specs: readonly string[],
  results: readonly ModelResult[],
  json: boolean,
  { stdout }: Pick<Context, "stdout">,
): void {
  if (json) {
    const files = specs.map((file, index) => ({
      file,
      valid: results[index]?.value !== undefined,
      diagnostics: results[index]?.diagnostics ?? [],
    }));
    stdout.write(`${JSON.stringify({ version: 1, files }, null, 2)}\n`);
    return;
  }
  for (const { diagnostics, text } of results) {
    for (const diagnostic of diagnostics) stdout.write(`${renderDiagnostic(diagnostic, text)}\n\n`);
  }
  const all = results.flatMap(({ diagnostics }) => diagnostics);
  const files = `${specs.length} ${specs.length === 1 ? "spec" : "specs"}`;
  stdout.write(`${files}: ${summarize(all)}\n`);
}

/** The findings of one spec, for commands that go on to something else. */
export function writeDiagnostics({ diagnostics, text }: ModelResult, stream: Context["stderr"]): void {
  for (const diagnostic of diagnostics) stream.write(`${renderDiagnostic(diagnostic, text)}\n`);
}
