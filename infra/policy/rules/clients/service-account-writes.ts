// A service account that may change people or clients.

import { serviceAccountRole } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const ROLES = ["manage-users", "manage-clients", "create-client", "manage-events"];

export const serviceAccountWrites = rule({
  code: "service-account-writes",
  severity: weight("medium"),
  summary: "Service account that may write",
  reason:
    "Who reads the client's secret can give people new passwords (manage-users), or read other clients' secrets and send their logins elsewhere (manage-clients, create-client), or put out the traces (manage-events).",
  references: [
    rfc9700("2.3"),
    adminGuide("Controlling access to the Admin Console: Dedicated realm admin consoles"),
  ],
  check: serviceAccountRole(
    ROLES,
    "by which it may change what it manages",
    "take the role away, if the helpdesk works without it",
  ),
});
