// A post-logout redirect URI that matches more than one address.

import { hasWildcard } from "../../addresses.ts";
import { clientsOf, place } from "../../places.ts";
import { logoutSpecification, rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const postLogoutWildcard = rule({
  code: "post-logout-wildcard",
  severity: weight("medium"),
  summary: "Wildcard post-logout redirect URI",
  reason:
    "After a logout Keycloak sends people to any address that matches, with its own good name: an open redirector, and a place for a copy of the login page.",
  references: [logoutSpecification, rfc9700("4.11"), threat("Open redirectors")],
  check: (model) =>
    clientsOf(model).flatMap(({ at, client }) =>
      client.postLogoutRedirectUris
        .filter((uri) => hasWildcard(uri) || (uri === "+" && client.redirectUris.some(hasWildcard)))
        .map((uri) =>
          place(
            [...at, "postLogoutRedirectUris"],
            `The client ${client.clientId} sends people who log out to every address that ${uri} stands for.`,
            "list the exact addresses in postLogoutRedirectUris",
            uri,
          ),
        ),
    ),
});
