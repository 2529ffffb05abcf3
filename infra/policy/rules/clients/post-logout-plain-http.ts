// A post-logout redirect URI without TLS.

import { isPlainHttp } from "../../addresses.ts";
import { clientsOf, place } from "../../places.ts";
import { logoutSpecification, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const postLogoutPlainHttp = rule({
  code: "post-logout-plain-http",
  severity: weight("medium"),
  summary: "Post-logout redirect URI without TLS",
  reason:
    "People who log out land on a page that anybody on the way can replace, for example by a copy of the login page.",
  references: [logoutSpecification, threat("SSL/HTTPS requirement")],
  check: (model) =>
    clientsOf(model).flatMap(({ at, client }) =>
      client.postLogoutRedirectUris
        .filter(isPlainHttp)
        .map((uri) =>
          place(
            [...at, "postLogoutRedirectUris"],
            `The client ${client.clientId} sends people who log out to ${uri} without TLS.`,
            "write the address with https",
            uri,
          ),
        ),
    ),
});
