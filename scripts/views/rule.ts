// How `explain` shows a rule of the policy.

import type { Writable } from "node:stream";
import type { RuleText } from "../../infra/policy/rule.ts";
import { jsonText } from "./json.ts";

/** Text for people, or JSON of version 1. */
export function showRule(
  { code, severity, summary, reason, references }: RuleText,
  json: boolean,
  stdout: Writable,
): void {
  if (json) {
    const explanation = { version: 1, code, severity, summary, reason, references };
    stdout.write(jsonText(explanation));
    return;
  }
  const { production, staging, development } = severity;
  const sources = references.map(({ text, url }) => `\n  ${text}\n    ${url}`).join("");
  stdout.write(
    `${code} (${production} in production, ${staging} in staging, ${development} in development)\n` +
      `  ${summary}\n\n  ${reason}\n${sources === "" ? "" : `${sources}\n`}`,
  );
}
