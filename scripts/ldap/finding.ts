// What can be wrong between a realm and its directory: each its own code, what is wrong, and what to do.

import { Failure } from "../../infra/diagnostics/failure.ts";

/** Stable names of the findings. They are public API: scripts match on them. */
export type LdapCode =
  | "host-unknown"
  | "unreachable"
  | "tls-untrusted"
  | "tls-name"
  | "tls-expired"
  | "tls-expires-soon"
  | "tls-failed"
  | "tls-needed"
  | "start-tls-refused"
  | "bind-refused"
  | "bind-not-tried"
  | "base-missing"
  | "filter-invalid"
  | "object-class-unknown"
  | "object-class-lacking"
  | "attribute-unknown"
  | "attribute-lacking"
  | "nobody"
  | "size-limit"
  | "paging-missing"
  | "directory-refused"
  | "keycloak-not-tried"
  | "keycloak-untrusted"
  | "keycloak-host-unknown"
  | "keycloak-unreachable"
  | "keycloak-bind-refused"
  | "keycloak-failed"
  | "only-keycloak-reaches"
  | "sync-aborted"
  | "sync-fewer"
  | "sync-failed"
  | "sync-entry";

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
