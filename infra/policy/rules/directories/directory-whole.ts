// People from everywhere in a directory.

import { isTop } from "../../../model/dn.ts";
import { eachDirectory } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryWhole = rule({
  code: "directory-whole",
  severity: weight("medium"),
  summary: "People from the whole of a directory",
  reason:
    "Accounts of services, of administrators and of guests can log in along with those who are meant, and each new branch of the directory is let in with nobody asked.",
  references: [adminGuide("Using external storage: Adding LDAP user federation providers")],
  check: eachDirectory(
    "usersDn",
    ({ usersDn, searchScope }) => searchScope === "SUBTREE" && isTop(usersDn),
    "gives everybody whom it has, wherever they are",
    "write the DN of the people's own branch in ldap.users",
  ),
});
