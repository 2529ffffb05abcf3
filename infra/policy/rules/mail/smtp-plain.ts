// Mails without TLS.

import { isInClear } from "../../mail.ts";
import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const smtpPlain = rule({
  code: "smtp-plain",
  severity: weight("medium"),
  summary: "Mail server without TLS",
  reason: "Links that set passwords travel in the clear: who reads one first has the account.",
  references: [adminGuide("Configuring email for a realm")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm: { realm, smtp } }) => {
      if (smtp === null || !isInClear(smtp)) return [];
      const detail = `The realm ${realm} sends mail by ${smtp.host} without TLS.`;
      return [place([key, "smtp", "starttls"], detail, "set smtp.starttls or smtp.ssl to true")];
    }),
});
