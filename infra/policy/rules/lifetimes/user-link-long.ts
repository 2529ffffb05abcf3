// Links for people that live long.

import { longerThan } from "../../places.ts";
import { adminGuide, owaspReset } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** One hour. */
const LIMIT = 60 * 60;

export const userLinkLong = rule({
  code: "user-link-long",
  severity: weight("medium"),
  summary: "Link for a forgotten password that lives long",
  reason:
    "Who reads a person's mail later, in a forwarded thread or on a lost phone, sets a new password with the link.",
  references: [owaspReset, adminGuide("Managing user sessions: Session and token timeouts")],
  check: longerThan(
    "tokens",
    "actionTokenGeneratedByUserLifespan",
    LIMIT,
    "A link that a person asked for",
    "tokens.userAction",
  ),
});
