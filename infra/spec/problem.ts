// Makes diagnostics: code, place, detail and hint from the finder; severity and summary from the catalogue.

import { catalogue, type DiagnosticCode } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Range } from "../diagnostics/types.ts";

export interface Problem {
  readonly code: DiagnosticCode;
  readonly detail: string;
  readonly hint: string;
  readonly file: string;
  readonly range: Range;
}

export function problem(found: Problem): Diagnostic {
  const { severity, summary } = catalogue[found.code];
  return { ...found, severity, summary };
}
