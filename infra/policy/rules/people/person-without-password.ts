// A person without a first password.

import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const personWithoutPassword = rule({
  code: "person-without-password",
  severity: weight("low"),
  summary: "Person without a first password",
  reason:
    "Somebody has to set a password in the console before the person can log in, and often one that need not be changed. A first password by reference has to be.",
  references: [adminGuide("Managing users: Defining user credentials")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) =>
      Object.entries(realm.users)
        .filter(
          ([, user]) =>
            user.enabled &&
            user.temporaryPassword === null &&
            !(realm.login.resetPasswordAllowed && realm.smtp !== null),
        )
        .map(([name]) =>
          place(
            [key, "users", name, "temporaryPassword"],
            `The person ${name} has no first password, and no way to get one by mail.`,
            "add temporaryPassword, by reference",
          ),
        ),
    ),
});
