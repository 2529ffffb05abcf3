// Addresses that are believed because a directory has them, where they let people in.

import { directoriesOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryEmailTrusted = rule({
  code: "directory-email-trusted",
  severity: weight("medium"),
  summary: "Addresses of a directory count as proved",
  reason:
    "Many directories let people write their own address, and nobody checks it. Where people log in by it, or accounts of other providers are linked by it, who enters another person's address passes for that person.",
  references: [
    adminGuide("Using external storage: Adding LDAP user federation providers"),
    adminGuide("Integrating identity providers: First login flow"),
  ],
  check: (model) =>
    directoriesOf(model)
      .filter(({ directory, realm }) => directory.trustEmail && realm.login.loginWithEmailAllowed)
      .map(({ at, directory, realm }) =>
        place(
          [...at, "trustEmail"],
          `The realm ${realm.realm} lets people log in by addresses that ${directory.name} alone vouches for.`,
          "leave ldap.trustEmail out, or set login.withEmail to false",
        ),
      ),
});
