// Tokens that are believed whoever wrote them.

import { eachProvider } from "../../providers.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerSignatureUnchecked = rule({
  code: "provider-signature-unchecked",
  severity: weight("high"),
  summary: "Signatures of a provider that are not checked",
  reason:
    "The token says who logs in and which groups that person has. Without its signature only the connection to the provider vouches for it, and for a logout from behind not even that.",
  references: [adminGuide("Integrating identity providers: OpenID Connect v1.0 identity providers")],
  check: eachProvider(
    "validateSignature",
    ({ provider }) => !provider.validateSignature,
    "has the signatures of its tokens taken as they are",
    "leave validateSignature out, and write jwksUrl where the kind is oidc",
  ),
});
