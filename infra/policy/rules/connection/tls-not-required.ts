// A realm that takes logins without TLS.

import { place, realmsOf } from "../../places.ts";
import { threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const tlsNotRequired = rule({
  code: "tls-not-required",
  severity: weight("high"),
  summary: "TLS not required",
  reason: "Passwords, codes and tokens travel in the clear, and anybody on the way can read and use them.",
  references: [threat("SSL/HTTPS requirement")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.sslRequired === "none")
      .map(({ key, realm }) =>
        place(
          [key, "sslRequired"],
          `The realm ${realm.realm} takes logins without TLS from everywhere.`,
          "set sslRequired to external or all",
        ),
      ),
});
