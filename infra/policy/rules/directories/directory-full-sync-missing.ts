// A directory whose people are imported and never brought up to date as a whole.

import { eachDirectory } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryFullSyncMissing = rule({
  code: "directory-full-sync-missing",
  severity: weight("low"),
  summary: "Directory without a full sync",
  reason:
    "Keycloak then looks at a person only when that person logs in. Whoever does not keeps the names, the roles and the state of the import, and the helpdesk still counts on leavers.",
  references: [adminGuide("Using external storage: Configuring synchronization of LDAP users to Keycloak")],
  check: eachDirectory(
    "fullSyncPeriod",
    ({ importEnabled, fullSyncPeriod }) => importEnabled && fullSyncPeriod === null,
    "is never synchronised as a whole",
    "leave ldap.sync.full out, or write a period such as 24h",
  ),
});
