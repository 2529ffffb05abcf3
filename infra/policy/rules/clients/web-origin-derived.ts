// Web origins follow from the redirect URIs.

import { clientsOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const webOriginDerived = rule({
  code: "web-origin-derived",
  severity: weight("low"),
  summary: "Web origins taken from the redirect URIs",
  reason:
    "With + every redirect URI that is ever added lets its host's pages call Keycloak too. Nobody who adds an address thinks of that.",
  references: [adminGuide("Managing OpenID Connect and SAML Clients")],
  check: (model) =>
    clientsOf(model)
      .filter(({ client }) => client.webOrigins.includes("+"))
      .map(({ at, client }) =>
        place(
          [...at, "webOrigins"],
          `The client ${client.clientId} takes its web origins from its redirect URIs, by +.`,
          "list the helpdesk's own origin in webOrigins",
          "+",
        ),
      ),
});
