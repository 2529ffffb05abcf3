// The user name as a password.

import { passwordPolicy } from "../../password-policy.ts";
import { place, realmsOf } from "../../places.ts";
import { adminGuide, nistPasswords } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const passwordLikeName = rule({
  code: "password-like-name",
  severity: weight("low"),
  summary: "Password policy that takes the user name",
  reason: "The first password that anybody tries is the name itself.",
  references: [adminGuide("Password policies"), nistPasswords],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => passwordPolicy(realm.passwordPolicy)?.has("notUsername") === false)
      .map(({ key, realm }) =>
        place(
          [key, "passwordPolicy"],
          `The realm ${realm.realm} takes a person's user name as the password.`,
          "add notUsername(undefined) to passwordPolicy",
        ),
      ),
});
