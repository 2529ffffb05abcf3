// What differences of a helpdesk as a whole mean.

import { type Row, setting } from "../rule.ts";

/** Patterns here are whole paths, as they belong to no realm. */
export const HELPDESK_ROWS: readonly Row[] = [
  setting("key", "helpdesk-key", "the helpdesk's key", [
    "loses",
    "high",
    "every name in the state begins with it, so everything would be made anew and the old deleted",
  ]),
  setting("product", "helpdesk-product", "the helpdesk's product", [
    "locks-out",
    "high",
    "another product logs in at other addresses and expects other roles",
  ]),
  setting("url", "helpdesk-url", "the helpdesk's URL", [
    "locks-out",
    "medium",
    "logins come back to the new address only, so the helpdesk has to answer there",
  ]),
];
