// Failures of the world: a server that is down, a tool that is missing, a refusal. They are thrown;
// what is wrong with a person's input is a Diagnostic, which is collected.

import { visible } from "./visible.ts";

/** Stable names of failures. They are public API: scripts match on them. */
export type FailureCode =
  | "backend-missing"
  | "realm-unknown"
  | "spec-invalid"
  | "spec-mismatch"
  | "stack-ambiguous"
  | "authority-unreadable"
  | "admin-refused"
  | "admin-unauthorized"
  | "admin-unreachable"
  | "configuration-missing"
  | "csv-column"
  | "csv-invalid"
  | "csv-unreadable"
  | "destroy-refused"
  | "direct-impossible"
  | "ephemeral-option"
  | "ephemeral-unknown"
  | "directory-failed"
  | "directory-left"
  | "directory-missing"
  | "directory-program-missing"
  | "directory-start-failed"
  | "gate-unknown"
  | "git-failed"
  | "java-missing"
  | "keycloak-not-running"
  | "keycloak-start-failed"
  | "keycloak-unknown-version"
  | "layout-unclear"
  | "checksum-mismatch"
  | "client-unknown"
  | "download-failed"
  | "file-exists"
  | "ldif-invalid"
  | "ldif-unreadable"
  | "login-refused"
  | "migration-missing"
  | "node-too-old"
  | "not-in-state"
  | "person-left"
  | "person-unknown"
  | "port-taken"
  | "provider-ambiguous"
  | "provider-unknown"
  | "pulumi-failed"
  | "realm-elsewhere"
  | "realm-not-ours"
  | "realm-renamed"
  | "repository-missing"
  | "revision-unknown"
  | "secret-in-clear-setting"
  | "secret-missing"
  | "snapshot-failed"
  | "snapshot-unknown"
  | "stack-locked"
  | "stack-missing"
  | "state-unreadable"
  | "toolchain-build-failed"
  | "toolchain-missing"
  | "upgrade-backwards"
  | "verify-failed"
  | "window-not-alone";

/** A failure with a stable code and, where there is one, what to do about it. Its text holds no secret. */
export class Failure extends Error {
  readonly code: FailureCode;
  /** What to do, as an imperative sentence; empty where nothing is known. */
  readonly hint: string;
  override readonly name = "Failure";

  constructor(code: FailureCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? "";
  }
}

/** The text that a person sees: message, code and hint. Nothing that it quotes drives a terminal. */
export function describeFailure(failure: Failure): string {
  const hint = failure.hint === "" ? "" : `\nhint: ${lines(failure.hint)}`;
  return `error ${failure.code}: ${lines(failure.message)}${hint}`;
}

const lines = (text: string): string => text.split("\n").map(visible).join("\n");
