// A proof of the address that no mail can ask for.

import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const verifyEmailWithoutMail = rule({
  code: "verify-email-without-mail",
  severity: weight("high"),
  summary: "Proof of the address without a mail server",
  reason:
    "Keycloak stops every login of a person whose address is not verified until they click a link, and cannot send it: those people are locked out.",
  references: [adminGuide("Configuring email for a realm")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.login.verifyEmail && realm.smtp === null)
      .map(({ key, realm }) =>
        place(
          [key, "login", "verifyEmail"],
          `The realm ${realm.realm} asks for a proof of the address and has no mail server to send it by.`,
          "add smtp, or set login.verifyEmail to false",
        ),
      ),
});
