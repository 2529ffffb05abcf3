// A preview of an upgrade for programs.

import { jsonText } from "../views/json.ts";
import type { UpgradeReport } from "./report.ts";

/** `version` rises when a program that reads this would have to change. */
export function upgradeJson(report: UpgradeReport): string {
  return jsonText({ version: 1, ...report });
}
