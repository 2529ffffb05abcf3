// An agent whose address nobody vouches for.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const personEmailUnverified = rule({
  code: "person-email-unverified",
  severity: weight("medium"),
  summary: "Person with roles and an address that is not verified",
  reason:
    "Links that set the password go to the address. Where it is mistyped, or another's, that other person gets the roles.",
  references: [adminGuide("Managing users"), otrsTutorial("OTRS Setup for Keycloak")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) =>
      Object.entries(realm.users)
        .filter(
          ([, user]) =>
            user.enabled &&
            !user.emailVerified &&
            !realm.login.verifyEmail &&
            Object.keys(user.clientRoles).length > 0,
        )
        .map(([name]) =>
          place(
            [key, "users", name, "emailVerified"],
            `The person ${name} has roles in the helpdesk, and nobody has verified the address.`,
            "check the address and leave emailVerified out, or set login.verifyEmail to true",
          ),
        ),
    ),
});
