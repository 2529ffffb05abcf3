// PKCE with the method plain.

import { eachClient } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const pkcePlain = rule({
  code: "pkce-plain",
  severity: weight("medium"),
  summary: "PKCE with the method plain",
  reason:
    "With plain the challenge is the verifier itself: who reads the authorization request can redeem the code. S256 sends only a hash of it.",
  references: [rfc9700("2.1.1"), threat("Compromised authorization code")],
  check: eachClient(
    "pkce",
    ({ standardFlow, pkce }) => standardFlow && pkce === "plain",
    "takes the verifier itself as the PKCE challenge",
    "set clients.app.pkce to S256",
  ),
});
