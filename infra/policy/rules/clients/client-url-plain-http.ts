// A client's own addresses without TLS.

import { isPlainHttp } from "../../addresses.ts";
import { clientsOf, place } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const ADDRESSES = ["rootUrl", "baseUrl", "adminUrl", "backchannelLogoutUrl"] as const;

export const clientUrlPlainHttp = rule({
  code: "client-url-plain-http",
  severity: weight("medium"),
  summary: "Client address without TLS",
  reason:
    "Keycloak links to these addresses and calls some of them itself: logout notices carry tokens, and paths alone among the redirect URIs hang on the root URL.",
  references: [rfc9700("2.6"), threat("SSL/HTTPS requirement")],
  check: (model) =>
    clientsOf(model).flatMap(({ at, client }) =>
      ADDRESSES.flatMap((field) => {
        const address = client[field];
        if (address === null || !isPlainHttp(address)) return [];
        const detail = `The client ${client.clientId} has the ${field} ${address}, without TLS.`;
        return [place([...at, field], detail, "write the address with https")];
      }),
    ),
});
