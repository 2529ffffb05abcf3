// Tokens that are taken whoever issued them.

import { eachProvider } from "../../providers.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerIssuerOpen = rule({
  code: "provider-issuer-open",
  severity: weight("high"),
  summary: "Issuer of a provider that is not checked",
  reason:
    "Several issuers can share their keys, as the tenants of one service do. Where Keycloak expects none of them, a token of any tenant lets its owner in.",
  references: [adminGuide("Integrating identity providers: OpenID Connect v1.0 identity providers")],
  check: eachProvider(
    "issuer",
    ({ provider }) => provider.issuer === null || /[,{]/.test(provider.issuer),
    "has tokens of every issuer, or of several, taken",
    "write the one issuer of your own tenant",
  ),
});
