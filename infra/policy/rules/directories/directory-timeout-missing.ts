// A directory that Keycloak waits for without an end.

import { directoriesOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const TIMEOUTS = [
  ["connectTimeout", "a connection to", "connect"],
  ["readTimeout", "an answer of", "read"],
] as const;

export const directoryTimeoutMissing = rule({
  code: "directory-timeout-missing",
  severity: weight("medium"),
  summary: "Directory without a timeout",
  reason:
    "A directory that hangs holds a thread for each login that asks it, until Keycloak has none left: then nobody gets in, people from elsewhere included.",
  references: [adminGuide("Using external storage: Adding LDAP user federation providers")],
  check: (model) =>
    directoriesOf(model).flatMap(({ at, directory }) =>
      TIMEOUTS.filter(([field]) => directory[field] === null).map(([field, what, key]) =>
        place(
          [...at, field],
          `Keycloak waits for ${what} ${directory.name} without an end.`,
          `leave ldap.timeouts.${key} out, or write one such as 30s`,
        ),
      ),
    ),
});
