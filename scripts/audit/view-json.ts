// An audit for programs.

import { jsonText } from "../views/json.ts";
import type { Audit } from "./find.ts";

/** `version` rises when a program that reads this would have to change. */
export const auditJson = (audits: readonly Audit[]): string => jsonText({ version: 1, audits });
