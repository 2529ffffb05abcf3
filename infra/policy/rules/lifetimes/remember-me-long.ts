// "Remember me" for months.

import { duration, place, realmsOf } from "../../places.ts";
import { adminGuide, nistSessions } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** 30 days. */
const LIMIT = 30 * 86_400;

export const rememberMeLong = rule({
  code: "remember-me-long",
  severity: weight("medium"),
  summary: "Remembered session that lives long",
  reason:
    "With 'remember me' a closed browser stays logged in. After a month the person has to show the password again, or whoever has the machine is that person.",
  references: [nistSessions, adminGuide("Managing user sessions: Session and token timeouts")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) => {
      const seconds = realm.sessions.ssoSessionMaxLifespanRememberMe;
      if (!realm.login.rememberMe || seconds <= LIMIT) return [];
      const detail = `A remembered session of the realm ${realm.realm} lives ${duration(seconds)}.`;
      const at = [key, "sessions", "ssoSessionMaxLifespanRememberMe"];
      return [place(at, detail, `set sessions.maxRememberMe to ${duration(LIMIT)} or less`)];
    }),
});
