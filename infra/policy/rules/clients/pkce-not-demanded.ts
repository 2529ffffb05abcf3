// A confidential client that need not send a PKCE challenge.

import { eachClient } from "../../places.ts";
import { rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const pkceNotDemanded = rule({
  code: "pkce-not-demanded",
  severity: weight("low"),
  summary: "Confidential client without PKCE",
  reason:
    "The client's secret keeps a stolen code from being redeemed elsewhere, but not from being slipped into another person's session at the helpdesk. PKCE stops both.",
  references: [rfc9700("2.1.1"), rfc9700("4.5")],
  check: eachClient(
    "pkce",
    ({ access, standardFlow, pkce }) => access === "confidential" && standardFlow && pkce === null,
    "logs people in, and Keycloak demands no PKCE challenge of it",
    "set clients.app.pkce to S256, once the helpdesk is known to send a challenge",
  ),
});
