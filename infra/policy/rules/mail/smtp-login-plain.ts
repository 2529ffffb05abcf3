// A mail password without TLS.

import { isInClear } from "../../mail.ts";
import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const smtpLoginPlain = rule({
  code: "smtp-login-plain",
  severity: weight("high"),
  summary: "Password for the mail server in the clear",
  reason: "The mail account's password can be read on the way; who has it sends mail in the helpdesk's name.",
  references: [adminGuide("Configuring email for a realm")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm: { realm, smtp } }) => {
      if (smtp === null || smtp.auth === null || !isInClear(smtp)) return [];
      const detail = `The realm ${realm} logs in at ${smtp.host} without TLS.`;
      return [place([key, "smtp", "auth", "username"], detail, "set smtp.starttls or smtp.ssl to true")];
    }),
});
