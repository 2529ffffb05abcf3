// Results of the checks for people, and for programs.

import { jsonText } from "../views/json.ts";
import type { CheckResult } from "./check.ts";

const WORDS = { ok: "ok", failed: "failed", "not-tried": "not tried" } as const;

/** A line for each check, those of a realm under its name, and a line that sums up. */
export function verifyText(results: readonly CheckResult[]): string {
  const lines = results.flatMap((result, index) => {
    const before = results[index - 1];
    const same = result.realm === before?.realm && result.helpdesk === before.helpdesk;
    const whose = result.helpdesk === undefined ? "" : `, helpdesk ${result.helpdesk}`;
    const head = same ? [] : [`realm ${result.realm}${whose}`];
    const why = result.why === "" ? [] : [`             ${result.why}`];
    const hint = result.hint === "" ? [] : [`             hint: ${result.hint}`];
    return [...head, `  ${WORDS[result.status].padEnd(9)}  ${result.title}`, ...why, ...hint];
  });
  const failed = results.filter(({ status }) => status === "failed").length;
  const tried = results.filter(({ status }) => status !== "not-tried").length;
  const sum = failed === 0 ? `All ${tried} checks passed.` : `${failed} of ${tried} checks failed.`;
  return `${[...lines, sum].join("\n")}\n`;
}

/** `version` rises when a program that reads this would have to change. */
export function verifyJson(results: readonly CheckResult[]): string {
  const ok = results.every(({ status }) => status !== "failed");
  return jsonText({ version: 1, ok, checks: results });
}
