// A redirect URI that matches everything below the helpdesk's URL.

import { hasWildcard, isBelow } from "../../addresses.ts";
import { place } from "../../places.ts";
import { redirectsOf } from "../../redirects.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const redirectBelowBase = rule({
  code: "redirect-below-base",
  severity: weight("medium"),
  summary: "Wildcard redirect URI below the helpdesk's URL",
  reason:
    "Any page below the helpdesk's URL may receive the login's code: an open redirector there, or an attachment that is served as a page, is enough to steal it. Exact addresses leave nothing to find.",
  references: [rfc9700("2.1"), rfc9700("4.1.3"), threat("Unspecific redirect URIs")],
  check: (model) =>
    redirectsOf(model)
      .filter(({ uri, target, url }) => hasWildcard(uri) && isBelow(target, url))
      .map(({ at, client, uri }) =>
        place(
          [...at, "redirectUris"],
          `The client ${client.clientId} sends codes to every address below the helpdesk's own, by ${uri}.`,
          "list the exact addresses in redirectUris",
          uri,
        ),
      ),
});
