// A redirect URI that matches addresses outside of the helpdesk.

import { hasWildcard, isBelow } from "../../addresses.ts";
import { place } from "../../places.ts";
import { redirectsOf } from "../../redirects.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const redirectAnywhere = rule({
  code: "redirect-anywhere",
  severity: weight("high"),
  summary: "Wildcard redirect URI that leads out of the helpdesk",
  reason:
    "Keycloak sends the login's code to any address that matches. A pattern that is not below the helpdesk's own URL hands it to whoever can place a page there, and with it the person's session.",
  references: [rfc9700("2.1"), rfc9700("4.1.3"), threat("Unspecific redirect URIs")],
  check: (model) =>
    redirectsOf(model)
      .filter(({ uri, target, url }) => hasWildcard(uri) && !isBelow(target, url))
      .map(({ at, client, uri }) =>
        place(
          [...at, "redirectUris"],
          `The client ${client.clientId} sends codes to every address that ${uri} matches, beyond the helpdesk's own.`,
          "list the exact addresses in redirectUris",
          uri,
        ),
      ),
});
