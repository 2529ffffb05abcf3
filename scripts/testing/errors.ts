// Errors as a test runner shows them: by their message alone.

import { Failure } from "../../infra/diagnostics/failure.ts";

/**
 * The same failure with its hint in the message, and with the spec's problems where it has any: the commands print
 * them, so they are no secret. Its cause stays here: runners print that too, and who knows what it quotes.
 */
export function readable(error: unknown, said: readonly string[]): unknown {
  if (!(error instanceof Failure)) return error;
  const { code, hint, message } = error;
  const problems = code === "spec-invalid" ? ["", ...said] : [];
  const text = [`${code}: ${message}`, ...problems, ...(hint === "" ? [] : [`hint: ${hint}`])].join("\n");
  return new Failure(code, text, { hint });
}
