// Tokens in the address bar.

import { eachClient } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const implicitFlow = rule({
  code: "implicit-flow",
  severity: weight("high"),
  summary: "Implicit flow",
  reason:
    "Access tokens come back in the address itself, where the browser's history, logs and scripts of the page see them, and nothing binds them to the client.",
  references: [rfc9700("2.1.2"), threat("OAuth 2.1 compliance")],
  check: eachClient(
    "implicitFlow",
    ({ implicitFlow }) => implicitFlow,
    "may get tokens in the address, by the implicit flow",
    "turn the implicit flow off, as the spec has it: deskrealm up",
  ),
});
