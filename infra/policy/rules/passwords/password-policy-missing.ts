// Any password will do.

import { passwordPolicy } from "../../password-policy.ts";
import { place, realmsOf } from "../../places.ts";
import { adminGuide, nistPasswords } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const passwordPolicyMissing = rule({
  code: "password-policy-missing",
  severity: weight("medium"),
  summary: "No password policy",
  reason: "Without a policy Keycloak takes a password of one letter.",
  references: [adminGuide("Password policies"), nistPasswords],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => passwordPolicy(realm.passwordPolicy) === null)
      .map(({ key, realm }) =>
        place(
          [key, "passwordPolicy"],
          `The realm ${realm.realm} takes every password.`,
          "set passwordPolicy, for example to length(12) and notUsername(undefined)",
        ),
      ),
});
