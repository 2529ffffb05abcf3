// What a sync came to, for people and for programs.

import { visible } from "../../infra/diagnostics/visible.ts";
import { jsonText } from "../views/json.ts";
import type { SyncResult } from "./sync.ts";
import { findingLines } from "./view-test.ts";

export function syncText(results: readonly SyncResult[]): string {
  const lines = results.flatMap(({ realm, directory, keycloak, inDirectory, findings }) => {
    const numbers =
      keycloak && `${keycloak.added} added, ${keycloak.updated} updated, ${keycloak.removed} removed`;
    const failed = keycloak === null || keycloak.failed === 0 ? "" : `, ${keycloak.failed} failed`;
    return [
      `realm ${realm}, directory ${directory}`,
      ...(numbers === null ? [] : [`  ${numbers}${failed}, of ${inDirectory} in the directory`]),
      ...findings.flatMap(findingLines),
    ];
  });
  return `${lines.map(visible).join("\n")}\n`;
}

/** `version` rises when a program that reads this would have to change. */
export function syncJson(results: readonly SyncResult[]): string {
  const ok = results.every(({ findings }) => findings.every(({ severity }) => severity !== "error"));
  return jsonText({ version: 1, ok, directories: results });
}
