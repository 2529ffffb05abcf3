// A redirect URI on a developer's machine, beside a helpdesk that is not one.

import { isLoopback } from "../../../loopback.ts";
import { place } from "../../places.ts";
import { redirectsOf } from "../../redirects.ts";
import { rfc8252, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const redirectLoopback = rule({
  code: "redirect-loopback",
  severity: weight("medium"),
  summary: "Redirect URI on a loopback address",
  reason:
    "Whatever listens on that port of a person's own machine gets the login's code. That is meant for native apps; a helpdesk on the network has no use for it but in development.",
  references: [rfc8252("8.3"), rfc9700("4.1.3")],
  check: (model) =>
    redirectsOf(model)
      .filter(({ target, url }) => isLoopback(target) && !isLoopback(url))
      .map(({ at, client, uri }) =>
        place(
          [...at, "redirectUris"],
          `The client ${client.clientId} sends codes to ${uri}, on the person's own machine.`,
          "leave the address to the development environment's spec or variables",
          uri,
        ),
      ),
});
