// An origin without TLS may call Keycloak.

import { isPlainHttp } from "../../addresses.ts";
import { clientsOf, place } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const webOriginPlainHttp = rule({
  code: "web-origin-plain-http",
  severity: weight("medium"),
  summary: "Web origin without TLS",
  reason:
    "Whoever can change a page of that origin on its way, on any open network, can make it call Keycloak with the person's session.",
  references: [rfc9700("2.6"), threat("SSL/HTTPS requirement")],
  check: (model) =>
    clientsOf(model).flatMap(({ at, client }) =>
      client.webOrigins
        .filter(isPlainHttp)
        .map((origin) =>
          place(
            [...at, "webOrigins"],
            `The client ${client.clientId} lets pages of ${origin} call Keycloak, which come without TLS.`,
            "write the origin with https",
            origin,
          ),
        ),
    ),
});
