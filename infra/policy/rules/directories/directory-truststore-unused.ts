// A directory's certificate that Keycloak's truststore has no say in.

import { eachDirectory } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryTruststoreUnused = rule({
  code: "directory-truststore-unused",
  severity: weight("medium"),
  summary: "Directory's certificate judged without Keycloak's truststore",
  reason:
    "Java's own list decides then: each of a hundred public authorities may vouch for the directory, the organisation's own may not, and Keycloak's truststore looks as if it counted.",
  references: [adminGuide("Using external storage: Connecting to LDAP over SSL")],
  check: eachDirectory(
    "useTruststore",
    ({ useTruststore, startTls, connectionUrl }) =>
      useTruststore === "NEVER" && (startTls || /(^|\s)ldaps:/i.test(connectionUrl)),
    "is spoken to with TLS, and Keycloak's truststore is not asked about its certificate",
    "leave ldap.truststore out, and put the authority's certificate into Keycloak's truststore",
  ),
});
