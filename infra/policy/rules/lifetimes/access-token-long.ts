// Access tokens that live long.

import { longerThan } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** 15 minutes. */
const LIMIT = 15 * 60;

export const accessTokenLong = rule({
  code: "access-token-long",
  severity: weight("medium"),
  summary: "Access token that lives long",
  reason:
    "A token that leaks is good until it ends, whatever happens to the person, the role or the session meanwhile.",
  references: [threat("Compromised access and refresh tokens"), rfc9700("4.10")],
  check: longerThan("tokens", "accessTokenLifespan", LIMIT, "An access token", "tokens.accessToken"),
});
