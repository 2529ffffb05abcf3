// JSON for programs, which people look at on a terminal too.

import { visibleJson } from "../../infra/diagnostics/visible.ts";

/** The document over several lines, with a line break at its end. What would drive a terminal is escaped. */
export const jsonText = (document: unknown): string => `${visibleJson(JSON.stringify(document, null, 2))}\n`;
