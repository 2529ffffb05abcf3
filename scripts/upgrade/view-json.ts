// A preview of an upgrade for programs.

import type { UpgradeReport } from "./report.ts";

/** `version` rises when a program that reads this would have to change. */
export function upgradeJson(report: UpgradeReport): string {
  return `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`;
}
