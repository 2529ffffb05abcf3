// Sessions that last for days.

import { longerThan } from "../../places.ts";
import { adminGuide, nistSessions } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** One day. */
const LIMIT = 86_400;

export const sessionMaxLong = rule({
  code: "session-max-long",
  severity: weight("medium"),
  summary: "Session without an end in sight",
  reason: "A session that was stolen, or that a person who left still has, goes on for so long.",
  references: [nistSessions, adminGuide("Managing user sessions: Session and token timeouts")],
  check: longerThan("sessions", "ssoSessionMaxLifespan", LIMIT, "A session", "sessions.max"),
});
