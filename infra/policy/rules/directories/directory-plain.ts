// A directory that is spoken to without TLS.

import { isLoopback } from "../../../loopback.ts";
import { directoriesOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryPlain = rule({
  code: "directory-plain",
  severity: weight("high"),
  summary: "Directory without TLS",
  reason:
    "Each login sends a person's password to the directory, and each question that of Keycloak's own account. Anybody on the way can read both, and answer in the directory's place.",
  references: [adminGuide("Using external storage: Connecting to LDAP over SSL")],
  check: (model) =>
    directoriesOf(model).flatMap(({ at, directory: { name, connectionUrl, startTls } }) =>
      connectionUrl
        .split(/\s+/)
        .filter((url) => /^ldap:/i.test(url) && !startTls && !isLoopback(url))
        .map((url) =>
          place(
            [...at, "connectionUrl"],
            `The directory ${name} is asked at ${url} without TLS.`,
            "write ldaps:// in ldap.url, or set ldap.startTls to true",
            url,
          ),
        ),
    ),
});
