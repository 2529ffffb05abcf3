// An audit for programs.

import type { Audit } from "./find.ts";

/** `version` rises when a program that reads this would have to change. */
export const auditJson = (audits: readonly Audit[]): string =>
  `${JSON.stringify({ version: 1, audits }, null, 2)}\n`;
