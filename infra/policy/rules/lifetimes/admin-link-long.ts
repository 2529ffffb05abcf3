// Links from administrators that live long.

import { longerThan } from "../../places.ts";
import { adminGuide, owaspReset } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Three days. */
const LIMIT = 3 * 86_400;

export const adminLinkLong = rule({
  code: "admin-link-long",
  severity: weight("low"),
  summary: "Link from an administrator that lives long",
  reason: "The link sets a person's password. Unused ones lie in mailboxes until they end.",
  references: [owaspReset, adminGuide("Managing user sessions: Session and token timeouts")],
  check: longerThan(
    "tokens",
    "actionTokenGeneratedByAdminLifespan",
    LIMIT,
    "A link that an administrator sent",
    "tokens.adminAction",
  ),
});
