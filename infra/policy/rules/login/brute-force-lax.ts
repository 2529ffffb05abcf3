// Many tries before the first wait.

import { place, realmsOf } from "../../places.ts";
import { threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Keycloak's default. */
const MOST = 30;

export const bruteForceLax = rule({
  code: "brute-force-lax",
  severity: weight("medium"),
  summary: "Lax brute-force protection",
  reason:
    "Keycloak's own default is 30 failures. More of them give a list of passwords that many tries at each account before the first wait.",
  references: [threat("Brute force attacks")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.bruteForce.enabled && realm.bruteForce.maxLoginFailures > MOST)
      .map(({ key, realm }) =>
        place(
          [key, "bruteForce", "maxLoginFailures"],
          `An account of the realm ${realm.realm} waits only after ${realm.bruteForce.maxLoginFailures} failures.`,
          "set bruteForce.maxLoginFailures to 30 or less",
        ),
      ),
});
