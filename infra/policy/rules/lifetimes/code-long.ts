// Codes that live long.

import { longerThan } from "../../places.ts";
import { rfc6749, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** 5 minutes. */
const LIMIT = 5 * 60;

export const codeLong = rule({
  code: "code-long",
  severity: weight("medium"),
  summary: "Login code that lives long",
  reason:
    "The code is redeemed within a second. The longer it is good, the more time there is to use one that leaked.",
  references: [rfc6749("4.1.2"), threat("Compromised authorization code")],
  check: longerThan("tokens", "accessCodeLifespan", LIMIT, "A login's code", "tokens.code"),
});
