// What a person may ask of an audit.

import type { Severity } from "../../infra/policy/types.ts";
import type { TargetOptions } from "../stack/target.ts";

export const AUDIT_FORMATS = ["text", "json", "sarif"] as const;

export interface AuditOptions extends TargetOptions {
  /** Judge the server, not the spec. */
  readonly live?: boolean;
  readonly format: (typeof AUDIT_FORMATS)[number];
  /** Least severity of an open finding at which the exit code is 3. */
  readonly failOn: Severity;
}
