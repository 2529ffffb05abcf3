// An exception that nothing needs.

import { type RuleText, weight } from "../../rule.ts";

export const exceptionUnused = {
  code: "exception-unused",
  severity: weight("low"),
  summary: "Exception that covers nothing",
  reason:
    "It would cover the next finding of its kind in silence, without anybody's having thought of that one.",
  references: [],
} as const satisfies RuleText;
