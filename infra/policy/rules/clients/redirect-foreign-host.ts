// An exact redirect URI on another host than the helpdesk.

import { isLoopback } from "../../../loopback.ts";
import { hasWildcard, hostOf } from "../../addresses.ts";
import { place } from "../../places.ts";
import { redirectsOf } from "../../redirects.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const redirectForeignHost = rule({
  code: "redirect-foreign-host",
  severity: weight("medium"),
  summary: "Redirect URI on another host",
  reason:
    "Codes of the helpdesk's login reach a host that is not the helpdesk's. Where nobody can say why, somebody added it to read them.",
  references: [rfc9700("4.1"), threat("Open redirectors")],
  check: (model) =>
    redirectsOf(model)
      .filter(({ uri, target }) => !hasWildcard(uri) && !isLoopback(target))
      .filter(({ target, url }) => hostOf(target) !== hostOf(url))
      .map(({ at, client, uri, url }) =>
        place(
          [...at, "redirectUris"],
          `The client ${client.clientId} sends codes to ${uri}, which is not on ${hostOf(url)}.`,
          "remove the address, or write an exception that says whose it is",
          uri,
        ),
      ),
});
