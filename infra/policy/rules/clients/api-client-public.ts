// The helpdesk's server has no secret.

import { partOf } from "../../../model/helpdesks.ts";
import { clientsOf, place } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const apiClientPublic = rule({
  code: "api-client-public",
  severity: weight("high"),
  summary: "Public client for the helpdesk's server",
  reason:
    "The client's service account manages people. Without client authentication there is nothing to prove that a caller is the helpdesk's server.",
  references: [rfc9700("2.5"), adminGuide("Managing OpenID Connect and SAML Clients")],
  check: (model) =>
    clientsOf(model)
      .filter(
        ({ name, client }) => client.access === "public" && (partOf(name) === "api" || client.serviceAccount),
      )
      .map(({ at, client }) =>
        place(
          [...at, "access"],
          `The client ${client.clientId} is for the helpdesk's server, and has no secret.`,
          "turn client authentication on, as the spec has it: deskrealm up",
        ),
      ),
});
