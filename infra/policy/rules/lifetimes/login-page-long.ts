// Logins that may take long.

import { longerThan } from "../../places.ts";
import { adminGuide, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** One hour. */
const LIMIT = 60 * 60;

export const loginPageLong = rule({
  code: "login-page-long",
  severity: weight("low"),
  summary: "Login that may take long",
  reason:
    "A login page that was left open on a shared machine can be finished by the next person, and each one that is begun costs Keycloak memory.",
  references: [
    adminGuide("Managing user sessions: Session and token timeouts"),
    threat("Limit Authentication Sessions"),
  ],
  check: longerThan("tokens", "accessCodeLifespanLogin", LIMIT, "A login that was begun", "tokens.login"),
});
