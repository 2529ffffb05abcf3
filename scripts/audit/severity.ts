// Severities in their order.

import type { Severity } from "../../infra/policy/types.ts";

/** The heaviest first. */
export const SEVERITIES: readonly Severity[] = ["high", "medium", "low"];

export const atOrAbove = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
