// Strangers can lock people out for good.

import { place, realmsOf } from "../../places.ts";
import { threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const permanentLockout = rule({
  code: "permanent-lockout",
  severity: weight("high"),
  summary: "Permanent lockout",
  reason:
    "Whoever knows user names, which in a helpdesk are no secret, can lock out every agent with a few wrong passwords each, until an administrator unlocks them one by one.",
  references: [threat("Brute force attacks")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.bruteForce.enabled && realm.bruteForce.permanentLockout)
      .map(({ key, realm }) =>
        place(
          [key, "bruteForce", "permanentLockout"],
          `A stranger can lock any person of the realm ${realm.realm} out for good with ${realm.bruteForce.maxLoginFailures} wrong passwords.`,
          "set bruteForce.permanentLockout to false",
        ),
      ),
});
