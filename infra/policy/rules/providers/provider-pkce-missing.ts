// A provider's code that whoever catches it can use.

import { eachProvider } from "../../providers.ts";
import { rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerPkceMissing = rule({
  code: "provider-pkce-missing",
  severity: weight("low"),
  summary: "No PKCE challenge towards a provider",
  reason:
    "A code that somebody catches on its way back can be put into another login, and its owner's account with it. The usual providers take a challenge.",
  references: [rfc9700("2.1.1")],
  check: eachProvider(
    "pkce",
    ({ provider }) => provider.pkce !== "S256",
    "is asked without a challenge of S256",
    "leave pkce out, unless the provider refuses it",
  ),
});
