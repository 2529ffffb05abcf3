// Providers of a model with their flows, made without Pulumi.

import type { AdminClient } from "../../infra/admin/client.ts";
import { flowSteps, providerInputs } from "../../infra/components/identity-provider.ts";
import type { RealmModel, SecretReference } from "../../infra/model/types.ts";
import { brokerFlow } from "../../infra/plugin/broker-flow.ts";
import { identityProvider } from "../../infra/plugin/identity-provider.ts";

/** The realm is there, and has none of them. */
export async function providersDirectly(
  admin: AdminClient,
  { realm, identityProviders, brokerFlows }: RealmModel,
  secret: ((reference: SecretReference) => string) | undefined,
): Promise<void> {
  for (const [alias, flow] of Object.entries(brokerFlows))
    await brokerFlow(admin).create({ realm, alias, steps: flowSteps(flow) });
  for (const [alias, model] of Object.entries(identityProviders)) {
    const { clientSecret: reference } = model;
    const clientSecret =
      reference.kind === "vault" ? `\${vault.${reference.name}}` : (secret?.(reference) ?? "unknown");
    await identityProvider(admin).create({ realm, alias, clientSecret, ...providerInputs(model) });
  }
}
