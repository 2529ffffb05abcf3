// Tokens that carry every role of a person.

import { eachClient } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const fullScope = rule({
  code: "full-scope",
  severity: weight("medium"),
  summary: "Full scope allowed",
  reason:
    "The client's tokens carry every role that the person has, Keycloak's administration roles included. A token that leaks from the helpdesk is then good for the Admin API.",
  references: [rfc9700("2.3"), threat("Limiting scope")],
  check: eachClient(
    "fullScopeAllowed",
    ({ fullScopeAllowed }) => fullScopeAllowed,
    "gets every role of a person in its tokens",
    "turn full scope off for the client, where the helpdesk reads its own client's roles only",
  ),
});
