// A provider that is spoken to without TLS.

import { isPlainHttp } from "../../addresses.ts";
import { place } from "../../places.ts";
import { providersOf } from "../../providers.ts";
import { threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const ADDRESSES = ["authorizationUrl", "tokenUrl", "userInfoUrl", "jwksUrl", "logoutUrl"] as const;

export const providerPlainHttp = rule({
  code: "provider-plain-http",
  severity: weight("high"),
  summary: "Provider without TLS",
  reason:
    "The client's secret, codes and keys go over the network in the clear. Whoever is on the way can answer in the provider's place, and let anybody in as anybody.",
  references: [threat("SSL/HTTPS requirement")],
  check: (model) =>
    providersOf(model).flatMap(({ at, alias, provider }) =>
      ADDRESSES.flatMap((field) => {
        const url = provider[field];
        if (url === null || !isPlainHttp(url)) return [];
        const detail = `The provider ${alias} is reached at ${url}, without TLS.`;
        return [place([...at, field], detail, "write the address with https")];
      }),
    ),
});
