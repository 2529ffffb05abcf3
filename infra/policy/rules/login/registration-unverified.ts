// Anybody may make an account with an address that is not theirs.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const registrationUnverified = rule({
  code: "registration-unverified",
  severity: weight("high"),
  summary: "Self-registration without a proof of the address",
  reason:
    "A stranger registers with somebody else's address. A helpdesk that finds people by their address shows them that person's tickets.",
  references: [
    adminGuide("Managing users: Enabling user registration"),
    otrsTutorial("OTRS Setup for Keycloak"),
  ],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.login.registrationAllowed && !realm.login.verifyEmail)
      .map(({ key, realm }) =>
        place(
          [key, "login", "verifyEmail"],
          `People may register in the realm ${realm.realm} with an address that nobody checks.`,
          "turn user registration off, or set login.verifyEmail to true",
        ),
      ),
});
