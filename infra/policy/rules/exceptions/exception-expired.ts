// An exception whose end has come.

import { type RuleText, weight } from "../../rule.ts";

export const exceptionExpired = {
  code: "exception-expired",
  severity: weight("low"),
  summary: "Exception past its end",
  reason:
    "What was let stand until a date is open again from the day after. An exception is renewed by a new reason and a new date, never by itself.",
  references: [],
} as const satisfies RuleText;
