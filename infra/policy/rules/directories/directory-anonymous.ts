// A directory that is asked without a login.

import { eachDirectory } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryAnonymous = rule({
  code: "directory-anonymous",
  severity: weight("medium"),
  summary: "Directory that is asked without a login",
  reason:
    "A directory that shows its people to Keycloak without a login shows them to everybody who reaches it: names, addresses and user names to try passwords on.",
  references: [adminGuide("Using external storage: Adding LDAP user federation providers")],
  check: eachDirectory(
    "bind",
    ({ bind }) => bind === null,
    "is asked without a login",
    "give ldap.bind an account that may read people, and nothing more",
  ),
});
