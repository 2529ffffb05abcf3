// Accounts that are given away by an address, without a proof.

import { eachProvider } from "../../providers.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerLinkingAutomatic = rule({
  code: "provider-linking-automatic",
  severity: weight("medium"),
  summary: "Accounts are linked without a proof",
  reason:
    "Whoever comes from the provider with an account's address gets the account, roles and tickets included. It is as safe as the provider's way of verifying addresses, and of giving one to the next person.",
  references: [adminGuide("Integrating identity providers: Automatically link existing first login flow")],
  check: eachProvider(
    "firstLoginFlow",
    ({ provider, realm }) => {
      const steps = realm.brokerFlows[provider.firstLoginFlow ?? realm.flows.firstBrokerLogin]?.steps ?? {};
      return Object.hasOwn(steps, "idp-auto-link");
    },
    "gives accounts to whoever has their address over there",
    "write linking: confirm",
  ),
});
