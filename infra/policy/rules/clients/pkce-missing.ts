// A public client that need not send a PKCE challenge.

import { eachClient } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const pkceMissing = rule({
  code: "pkce-missing",
  severity: weight("high"),
  summary: "Public client without PKCE",
  reason:
    "Nothing ties the login's code to the browser that asked for it: a code that leaks by a log, a referrer or a redirect can be redeemed by anybody, since a public client has no secret.",
  references: [rfc9700("2.1.1"), rfc9700("4.5"), threat("Compromised authorization code")],
  check: eachClient(
    "pkce",
    ({ access, standardFlow, pkce }) => access === "public" && standardFlow && pkce === null,
    "has no secret, and Keycloak demands no PKCE challenge of it",
    "set clients.app.pkce to S256, once the helpdesk is known to send a challenge",
  ),
});
