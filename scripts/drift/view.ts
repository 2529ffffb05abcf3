// Drift for people, and for programs.

import { ascending } from "../../infra/model/canonical.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Drift } from "./find.ts";

/** A line for each difference and a line that sums up; the last one ends the text. */
export function driftText(drift: readonly Drift[], model: Model, server: string): string {
  const realms = Object.values(model.realms)
    .map(({ realm }) => realm)
    .sort(ascending)
    .join(", ");
  if (drift.length === 0) return `No differences: ${realms} on ${server} are as the spec says.\n`;
  const many = drift.length === 1 ? "1 difference" : `${drift.length} differences`;
  const lines = drift.map(({ kind, text }) => `${SIGNS[kind]} ${text}`);
  return `${lines.join("\n")}\n${many} between the spec and ${server}.\n`;
}

const SIGNS = { added: "+", removed: "-", changed: "~" } as const;

/** `version` rises when a program that reads this would have to change. */
export function driftJson(drift: readonly Drift[], server: string): string {
  const differences = drift.map(({ path, realm, kind, from, to, text }) => ({
    path,
    realm,
    kind,
    from,
    to,
    text,
  }));
  return `${JSON.stringify({ version: 1, server, differences }, null, 2)}\n`;
}
