// An exception whose end is far away.

import { type RuleText, weight } from "../../rule.ts";

export const exceptionFarEnd = {
  code: "exception-far-end",
  severity: weight("low"),
  summary: "Exception for more than a year",
  reason:
    "An end that nobody here will see is none. A year is long enough to mend it, or to look at the reason again.",
  references: [],
} as const satisfies RuleText;
