// What has to be set at each provider of a spec, with the redirect URI that is registered there.

import { helpdesksOf } from "../model/helpdesks.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { Model, RealmModel } from "../model/types.ts";
import type { IdentityProvidersSpec } from "../spec/identity-providers.ts";
import { providerKind } from "./kinds.ts";
import type { Registration } from "./types.ts";

/** The steps for one provider. */
export interface ProviderGuide {
  /** Realm name. */
  readonly realm: string;
  readonly alias: string;
  /** What people call this kind. */
  readonly title: string;
  readonly redirectUri: string;
  /** In order, as Markdown paragraphs without secrets. */
  readonly steps: readonly string[];
}

/** A spec as far as it names providers: by the realms' keys. */
type Specs = Readonly<Record<string, unknown>>;

/**
 * The guides of all providers, in the order of the spec.
 *
 * @param keycloakUrl - Keycloak's public base URL, without a slash at the end
 */
export function providerGuides(spec: object, model: Model, keycloakUrl: string): ProviderGuide[] {
  // Of several helpdesks none decides: what hangs on its URL, the spec says itself.
  const [helpdeskUrl = ""] = Object.values(helpdesksOf(model)).map(({ url }) => url);
  return Object.entries(model.realms as Readonly<Record<string, RealmModel>>).flatMap(([key, realm]) => {
    const own = (spec as Specs)[key] as { readonly identityProviders?: IdentityProvidersSpec } | undefined;
    return Object.entries(own?.identityProviders ?? {}).flatMap(([alias, one]) => {
      const provider = realm.identityProviders[alias];
      if (provider === undefined) return [];
      const kind = providerKind(alias, one.provider);
      const registration = registrationOf(alias, provider, realm, keycloakUrl);
      const given = { spec: one, alias, at: [key, "identityProviders", alias], helpdeskUrl };
      const steps = kind.steps(given, registration);
      return [{ realm: realm.realm, alias, title: kind.title, redirectUri: registration.redirectUri, steps }];
    });
  });
}

function registrationOf(
  alias: string,
  provider: IdentityProviderModel,
  realm: RealmModel,
  keycloakUrl: string,
): Registration {
  const realmUrl = `${realm.frontendUrl ?? keycloakUrl}/realms/${realm.realm}`;
  const redirectUri = `${realmUrl}/broker/${alias}/endpoint`;
  const roles = new Map<string, string[]>();
  for (const { type, config } of Object.values(provider.mappers)) {
    if (type !== "oidc-role-idp-mapper") continue;
    const role = roleIn(config["role"] ?? "", realm);
    roles.set(role, [...(roles.get(role) ?? []), config["claim.value"] ?? ""]);
  }
  return {
    ...{ realmUrl, redirectUri, provider },
    logoutUri: `${redirectUri}/logout_response`,
    roles: Object.fromEntries(roles),
  };
}

/** `CLIENT-ID.ROLE` as a spec names it: the role alone, or with its helpdesk's key among several. */
function roleIn(role: string, { clients }: RealmModel): string {
  const [key, client] = Object.entries(clients).find(([, one]) => role.startsWith(`${one.clientId}.`)) ?? [];
  if (key === undefined || client === undefined) return role;
  const name = role.slice(client.clientId.length + 1);
  return key.includes(".") ? `${key.slice(0, key.indexOf("."))}/${name}` : name;
}
