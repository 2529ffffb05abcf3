// A wait that holds nobody up.

import { duration, place, realmsOf } from "../../places.ts";
import { threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Five minutes. */
const LEAST = 300;

export const bruteForceShortWait = rule({
  code: "brute-force-short-wait",
  severity: weight("medium"),
  summary: "Short wait after failed logins",
  reason:
    "The wait is what slows a machine down: with one minute at most it tries more than a thousand passwords a day at each account.",
  references: [threat("Brute force attacks")],
  check: (model) =>
    realmsOf(model)
      .filter(
        ({ realm }) =>
          realm.bruteForce.enabled &&
          !realm.bruteForce.permanentLockout &&
          realm.bruteForce.maxFailureWaitSeconds < LEAST,
      )
      .map(({ key, realm }) =>
        place(
          [key, "bruteForce", "maxFailureWaitSeconds"],
          `After failures an account of the realm ${realm.realm} waits ${duration(realm.bruteForce.maxFailureWaitSeconds)} at most.`,
          "set bruteForce.maxWait to 5m or more",
        ),
      ),
});
