// The providers of a realm that a spec can name: those that speak OpenID Connect, and our own flows for them.

import type { AdminClient } from "../../infra/admin/client.ts";
import { adminPath } from "../../infra/admin/client.ts";
import type { ProviderRepresentation } from "../../infra/admin/identity-providers.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { FLOWS } from "../../infra/providers/flows.ts";
import { readBrokerFlow, readIdentityProvider } from "../live/identity-provider.ts";

const KINDS: ReadonlySet<string> = new Set(["oidc", "keycloak-oidc"]);

/** What to look for of them. */
export async function findProviders(
  admin: AdminClient,
  realm: string,
): Promise<Pick<RealmModel, "identityProviders" | "brokerFlows">> {
  const path = adminPath`/realms/${realm}/identity-provider/instances`;
  const all = await admin.listAll<ProviderRepresentation>(path, { briefRepresentation: true });
  const spoken = all.filter(({ providerId = "" }) => KINDS.has(providerId));
  const aliases = spoken.map(({ alias = "" }) => alias);
  const [providers, flows] = await Promise.all([
    Promise.all(
      aliases.map(async (alias) => [alias, await readIdentityProvider(admin, realm, alias)] as const),
    ),
    Promise.all(
      [FLOWS.none, FLOWS.automatic].map(
        async (alias) => [alias, await readBrokerFlow(admin, realm, alias)] as const,
      ),
    ),
  ]);
  return { identityProviders: there(providers), brokerFlows: there(flows) };
}

const there = <T>(entries: readonly (readonly [string, T | undefined])[]): Record<string, T> =>
  Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
