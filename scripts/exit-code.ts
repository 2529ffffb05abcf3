// Which failures are the world's and which the person's own words.

import type { Failure } from "../infra/diagnostics/failure.ts";

const INPUT_FAILURES: ReadonlySet<string> = new Set([
  "authority-unreadable",
  "configuration-missing",
  "directory-missing",
  "csv-column",
  "csv-invalid",
  "csv-unreadable",
  "secret-in-clear-setting",
  "direct-impossible",
  "gate-unknown",
  "ephemeral-option",
  "ephemeral-unknown",
  "ldif-invalid",
  "ldif-unreadable",
  "provider-ambiguous",
  "provider-unknown",
  "secret-missing",
  "backend-missing",
  "realm-renamed",
  "realm-unknown",
  "repository-missing",
  "revision-unknown",
  "snapshot-unknown",
  "stack-ambiguous",
  "spec-mismatch",
  "spec-invalid",
  "client-unknown",
  "stack-missing",
  "keycloak-unknown-version",
  "layout-unclear",
  "person-unknown",
  "file-exists",
  "upgrade-backwards",
]);

/** 2 where the input is wrong, else 1. */
export function exitCodeOf({ code }: Pick<Failure, "code">): 1 | 2 {
  return INPUT_FAILURES.has(code) ? 2 : 1;
}
