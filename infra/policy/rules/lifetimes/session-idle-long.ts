// Sessions that nobody uses.

import { longerThan } from "../../places.ts";
import { adminGuide, nistSessions } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** One hour. */
const LIMIT = 3600;

export const sessionIdleLong = rule({
  code: "session-idle-long",
  severity: weight("medium"),
  summary: "Session that stays open unused",
  reason: "A browser that was left open is logged in for whoever comes next.",
  references: [nistSessions, adminGuide("Managing user sessions: Session and token timeouts")],
  check: longerThan(
    "sessions",
    "ssoSessionIdleTimeout",
    LIMIT,
    "A session that nobody uses",
    "sessions.idle",
  ),
});
