// Addresses that are believed because a provider has them, whether it has verified them or not.

import { eachProvider } from "../../providers.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerEmailTrusted = rule({
  code: "provider-email-trusted",
  severity: weight("high"),
  summary: "Unverified addresses of a provider count as proved",
  reason:
    "Many providers let people write an address that nobody checks, and Entra's tokens say nothing of it. Whoever enters another person's address there passes for that person here, in the helpdesk's eyes too.",
  references: [adminGuide("Integrating identity providers: First login flow")],
  check: eachProvider(
    "trustEmail",
    ({ provider }) => provider.trustEmail && provider.settings["claimFilterName"] !== "email_verified",
    "is trusted with addresses, and lets people in whose address it has not verified",
    "write verifiedEmail: true, or leave trustEmail out",
  ),
});
