// A place of a rule as the finding that people and programs see.

import { coverUrls } from "../diagnostics/cover.ts";
import { pathOf } from "../model/path.ts";
import type { Place, RuleText } from "./rule.ts";
import type { RuleCode } from "./rules.ts";
import type { Acceptance, Environment, Finding } from "./types.ts";

export function finding(
  rule: RuleText<RuleCode>,
  { segments, entry, detail, fix }: Place,
  realm: string,
  environment: Environment,
  accepted: Acceptance | null,
): Finding {
  return {
    rule: rule.code,
    severity: rule.severity[environment],
    path: pathOf(segments),
    segments,
    realm,
    // An address on a server may hold a user name and a password.
    entry: entry === null ? null : coverUrls(entry),
    summary: rule.summary,
    detail: coverUrls(detail),
    fix,
    accepted,
  };
}
