// What can be wrong between a realm and its directory: each its own code, what is wrong, and what to do.

import { Failure } from "../../infra/diagnostics/failure.ts";
import type { LdapCode } from "./finding-texts.ts";

export interface LdapFinding {
  readonly code: LdapCode;
  /** `error`: nobody, or not everybody, comes from the directory. `warning`: somebody to look at. */
  readonly severity: "error" | "warning" | "notice";
  /** A full sentence. */
  readonly detail: string;
  /** What to do, as an imperative; empty where nothing is to be done. */
  readonly fix: string;
}

/** Thrown where a directory cannot be asked any further. */
export class LdapTrouble extends Error {
  readonly finding: LdapFinding;
  constructor(code: LdapCode, detail: string, fix: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.finding = { code, severity: "error", detail, fix };
  }
}

/** For commands that need the directory: the trouble as a failure of the world. */
export function asFailure(error: unknown): unknown {
  if (!(error instanceof LdapTrouble)) return error;
  const { code, detail, fix } = error.finding;
  return new Failure("directory-failed", `${detail} (${code})`, { hint: fix, cause: error });
}
