// Anybody may make an account.

import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const registrationAllowed = rule({
  code: "registration-allowed",
  severity: weight("high"),
  summary: "Self-registration",
  reason:
    "Anybody gets an account of the realm. In a helpdesk that makes a customer of everybody who logs in, that is a way in; and what an account may do later, strangers have too.",
  references: [adminGuide("Managing users: Enabling user registration")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.login.registrationAllowed)
      .map(({ key, realm }) =>
        place(
          [key, "login", "registrationAllowed"],
          `Anybody may register an account in the realm ${realm.realm}.`,
          "turn user registration off, as the spec has it: deskrealm up",
        ),
      ),
});
