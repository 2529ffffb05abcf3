// How `check` shows its findings.

import { renderDiagnostics, summarize } from "../../infra/diagnostics/render.ts";
import type { ModelResult } from "../../infra/load-model.ts";
import type { Context } from "../context.ts";
import { jsonText } from "./json.ts";

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
    stdout.write(jsonText({ version: 1, files }));
    return;
  }
  for (const { diagnostics, text } of results) {
    for (const found of renderDiagnostics(diagnostics, text)) stdout.write(`${found}\n\n`);
  }
  const all = results.flatMap(({ diagnostics }) => diagnostics);
  const files = `${specs.length} ${specs.length === 1 ? "spec" : "specs"}`;
  stdout.write(`${files}: ${summarize(all)}\n`);
}

/** The findings of one spec, for commands that go on to something else. */
export function writeDiagnostics({ diagnostics, text }: ModelResult, stream: Context["stderr"]): void {
  for (const found of renderDiagnostics(diagnostics, text)) stream.write(`${found}\n`);
}
