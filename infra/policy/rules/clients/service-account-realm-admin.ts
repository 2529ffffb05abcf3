// A service account with power over the realm itself.

import { serviceAccountRole } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Roles of realm-management by which a login, or another's identity, can be had. */
const ROLES = [
  "realm-admin",
  "manage-realm",
  "impersonation",
  "manage-authorization",
  "manage-identity-providers",
];

export const serviceAccountRealmAdmin = rule({
  code: "service-account-realm-admin",
  severity: weight("high"),
  summary: "Service account with power over the realm",
  reason:
    "Who reads the client's secret, which stands in the helpdesk's configuration, can change how people log in, become any person, or give out any role.",
  references: [
    rfc9700("2.3"),
    adminGuide("Controlling access to the Admin Console: Dedicated realm admin consoles"),
  ],
  check: serviceAccountRole(
    ROLES,
    "which no helpdesk needs",
    "take the role away from the service account: deskrealm up",
  ),
});
