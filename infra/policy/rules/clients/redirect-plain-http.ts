// A redirect URI without TLS.

import { isPlainHttp } from "../../addresses.ts";
import { place } from "../../places.ts";
import { redirectsOf } from "../../redirects.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const redirectPlainHttp = rule({
  code: "redirect-plain-http",
  severity: weight("high"),
  summary: "Redirect URI without TLS",
  reason:
    "The login's code travels in the clear and can be read and redeemed on the way. Plain http is for a machine's own loopback address only.",
  references: [rfc9700("2.6"), threat("SSL/HTTPS requirement")],
  check: (model) =>
    redirectsOf(model)
      .filter(({ target }) => isPlainHttp(target))
      .map(({ at, client, uri }) =>
        place(
          [...at, "redirectUris"],
          `The client ${client.clientId} sends codes to ${uri} without TLS.`,
          "write the address with https",
          uri,
        ),
      ),
});
