// Offline sessions that nobody uses.

import { longerThan } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** 60 days. */
const LIMIT = 60 * 86_400;

export const offlineIdleLong = rule({
  code: "offline-idle-long",
  severity: weight("low"),
  summary: "Offline session that stays open unused",
  reason: "An offline token outlives the logout. One that leaked is good for so long after its last use.",
  references: [adminGuide("Managing user sessions: Offline access"), rfc9700("4.14")],
  check: longerThan(
    "sessions",
    "offlineSessionIdleTimeout",
    LIMIT,
    "An offline session that nobody uses",
    "sessions.offlineIdle",
  ),
});
