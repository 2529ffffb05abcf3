// Two people may have one address.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const duplicateEmails = rule({
  code: "duplicate-emails",
  severity: weight("medium"),
  summary: "Several accounts with one address",
  reason:
    "A helpdesk that finds people by their address cannot tell the accounts apart, and anybody who may edit an address can take another's.",
  references: [adminGuide("Managing users"), otrsTutorial("OTRS Setup for Keycloak")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.login.duplicateEmailsAllowed)
      .map(({ key, realm }) =>
        place(
          [key, "login", "duplicateEmailsAllowed"],
          `Several accounts of the realm ${realm.realm} may have the same address.`,
          "turn duplicate emails off, as the spec has it: deskrealm up",
        ),
      ),
});
