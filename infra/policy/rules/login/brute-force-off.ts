// Passwords may be tried without end.

import { place, realmsOf } from "../../places.ts";
import { threat } from "../../references.ts";
import { rule } from "../../rule.ts";

export const bruteForceOff = rule({
  code: "brute-force-off",
  severity: { production: "high", staging: "high", development: "low" },
  summary: "No brute-force protection",
  reason:
    "A login page that is open to the network is tried with lists of passwords. Without a wait after failures, weak ones fall within hours.",
  references: [threat("Brute force attacks")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => !realm.bruteForce.enabled)
      .map(({ key, realm }) =>
        place(
          [key, "bruteForce", "enabled"],
          `The realm ${realm.realm} lets passwords be tried without end.`,
          "set bruteForce to true",
        ),
      ),
});
