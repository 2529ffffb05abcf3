// A mail password outside of the vault.

import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const smtpPasswordStored = rule({
  code: "smtp-password-stored",
  severity: weight("low"),
  summary: "Password for the mail server outside of the vault",
  reason:
    "The password lies in Keycloak's database and in the stack's state. In Keycloak's vault it lies in one place, and can be changed there.",
  references: [adminGuide("Using a vault to obtain secrets"), adminGuide("Configuring email for a realm")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm: { realm, smtp } }) => {
      if (smtp === null || smtp.auth === null || smtp.auth.password.kind === "vault") return [];
      const detail = `The realm ${realm} has the mail server's password in its database.`;
      return [
        place(
          [key, "smtp", "auth", "password"],
          detail,
          "write ${vault.NAME} for smtp.auth.password, with the password in Keycloak's vault",
        ),
      ];
    }),
});
