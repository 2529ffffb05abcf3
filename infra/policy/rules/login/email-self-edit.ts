// People may enter an address that nobody checks.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const emailSelfEdit = rule({
  code: "email-self-edit",
  severity: weight("medium"),
  summary: "Address that people change without a proof",
  reason:
    "Helpdesks match people and their mail by address. Who enters another person's address gets answers and tickets that are not theirs.",
  references: [
    adminGuide("Managing user attributes: Understanding Managed and Unmanaged Attributes"),
    otrsTutorial("OTRS Setup for Keycloak"),
  ],
  check: (model) =>
    realmsOf(model)
      .filter(
        ({ realm }) =>
          !realm.login.verifyEmail && realm.profile.attributes["email"]?.edit.includes("user") === true,
      )
      .map(({ key, realm }) =>
        place(
          [key, "login", "verifyEmail"],
          `People of the realm ${realm.realm} may change their address, and nobody checks the new one.`,
          "set login.verifyEmail to true, with smtp",
        ),
      ),
});
