// Every site may call Keycloak from a browser.

import { hasWildcard } from "../../addresses.ts";
import { clientsOf, place } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const webOriginAny = rule({
  code: "web-origin-any",
  severity: weight("high"),
  summary: "Web origin that admits every site",
  reason:
    "Pages of any site may call Keycloak's endpoints from a person's browser and read the answers, tokens included.",
  references: [rfc9700("4.17"), adminGuide("Managing OpenID Connect and SAML Clients")],
  check: (model) =>
    clientsOf(model).flatMap(({ at, client }) =>
      client.webOrigins
        .filter(hasWildcard)
        .map((origin) =>
          place(
            [...at, "webOrigins"],
            `The client ${client.clientId} lets pages of any site that ${origin} matches call Keycloak.`,
            "list the helpdesk's own origin in webOrigins",
            origin,
          ),
        ),
    ),
});
