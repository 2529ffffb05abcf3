// Every login opens an offline session.

import { clientsOf, place } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const offlineByDefault = rule({
  code: "offline-by-default",
  severity: weight("medium"),
  summary: "Offline access by default",
  reason:
    "With offline_access among the default scopes every login gives a refresh token that outlives the session, the logout and a restart of Keycloak.",
  references: [rfc9700("4.14"), adminGuide("Managing user sessions: Offline access")],
  check: (model) =>
    clientsOf(model)
      .filter(({ client }) => client.defaultScopes.includes("offline_access"))
      .map(({ at, client }) =>
        place(
          [...at, "defaultScopes"],
          `The client ${client.clientId} gets an offline token at every login.`,
          "take offline_access out of the client's default scopes",
          "offline_access",
        ),
      ),
});
