// Findings about the exceptions themselves: those that ended, that nothing needs, that hardly end.

import { hasEnded } from "./accept.ts";
import { finding } from "./finding.ts";
import type { RuleText } from "./rule.ts";
import { exceptionExpired } from "./rules/exceptions/exception-expired.ts";
import { exceptionFarEnd } from "./rules/exceptions/exception-far-end.ts";
import { exceptionUnused } from "./rules/exceptions/exception-unused.ts";
import type { RuleCode } from "./rules.ts";
import type { Finding, Policy } from "./types.ts";

const YEAR = 366 * 86_400_000;

/** @param uses - how many departures each exception matches */
export function exceptionFindings(policy: Policy, uses: readonly number[], today: string): Finding[] {
  return policy.exceptions.flatMap((exception, index) => {
    const used = uses[index] ?? 0;
    const make = (rule: RuleText<RuleCode>, last: string, detail: string, fix: string): Finding => {
      const segments = ["policy", "exceptions", String(index), last];
      return finding(rule, { segments, entry: null, detail, fix }, "", policy.environment, null);
    };
    if (used === 0) {
      const detail = `The exception for ${exception.rule} matches nothing that is open.`;
      return [make(exceptionUnused, "rule", detail, "remove the exception")];
    }
    if (hasEnded(exception, today)) {
      const again = used === 1 ? "what it covered is" : `the ${used} places that it covered are`;
      const detail = `The exception for ${exception.rule} ended on ${exception.until}: ${again} open again.`;
      return [make(exceptionExpired, "until", detail, "mend it, or give a new reason and a new date")];
    }
    if (Date.parse(exception.until) - Date.parse(today) <= YEAR) return [];
    const detail = `The exception for ${exception.rule} holds until ${exception.until}.`;
    return [make(exceptionFarEnd, "until", detail, "write a date within a year")];
  });
}
