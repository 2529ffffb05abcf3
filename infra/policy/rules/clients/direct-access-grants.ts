// The helpdesk may send people's passwords.

import { eachClient } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directAccessGrants = rule({
  code: "direct-access-grants",
  severity: weight("high"),
  summary: "Direct access grants",
  reason:
    "The client may log people in with their passwords, past the login page and every second factor on it, and whoever knows the client's id may try passwords against it.",
  references: [rfc9700("2.4"), threat("OAuth 2.1 compliance")],
  check: eachClient(
    "directAccessGrants",
    ({ directAccessGrants }) => directAccessGrants,
    "may send people's passwords to Keycloak itself",
    "turn direct access grants off, as the spec has it: deskrealm up",
  ),
});
