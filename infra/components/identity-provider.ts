// Providers that people log in by, and the flows of ours that their first logins go through.

import type { Realm } from "@pulumi/keycloak/realm.js";
import type * as pulumi from "@pulumi/pulumi";
import type { BrokerFlowModel, IdentityProviderModel } from "../model/identity-provider.ts";
import type { RealmModel, SecretReference } from "../model/types.ts";
import type { BrokerFlowInputs } from "../plugin/broker-flow.ts";
import type { IdentityProviderInputs, ProviderSettings } from "../plugin/identity-provider.ts";
import { logicalName } from "./logical-name.ts";
import { BrokerFlow, IdentityProvider } from "./own-resources.ts";

interface Context {
  readonly realm: Realm;
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
  /** Roles that mappers name, and the profile that takes attributes. */
  readonly after: readonly pulumi.Resource[];
}

/** Both by alias. */
export interface Brokers {
  readonly brokerFlows: Readonly<Record<string, BrokerFlow>>;
  readonly identityProviders: Readonly<Record<string, IdentityProvider>>;
}

/**
 * Registers all providers of a realm, after their flows.
 *
 * @param path - of the realm
 * @param inRealm - options that put a resource into its realm
 */
export function identityProviders(
  path: readonly string[],
  model: Pick<RealmModel, "identityProviders" | "brokerFlows">,
  { realm, resolveSecret, after }: Context,
  inRealm: pulumi.CustomResourceOptions,
): Brokers {
  const brokerFlows = Object.fromEntries(
    Object.entries(model.brokerFlows).map(([alias, flow]) => {
      const name = logicalName(...path, "broker-flows", alias);
      return [alias, new BrokerFlow(name, { realm: realm.id, alias, steps: flowSteps(flow) }, inRealm)];
    }),
  );
  const flows = Object.values(brokerFlows);
  const providers = Object.fromEntries(
    Object.entries(model.identityProviders).map(([alias, provider]) => {
      const clientSecret = resolveSecret(provider.clientSecret);
      const args = { realm: realm.id, alias, clientSecret, ...providerInputs(provider) };
      const options = { ...inRealm, dependsOn: [...after, ...flows] };
      return [alias, new IdentityProvider(logicalName(...path, "identity-providers", alias), args, options)];
    }),
  );
  return { brokerFlows, identityProviders: providers };
}

/** The steps of a flow as our plugin takes them. */
export function flowSteps({ steps }: BrokerFlowModel): BrokerFlowInputs["steps"] {
  return Object.entries(steps).map(([name, { position, requirement, config }]) => {
    return { name, position, requirement, config };
  });
}

/** A provider as our plugin takes it, without its secret. */
export function providerInputs(
  model: IdentityProviderModel,
): Pick<IdentityProviderInputs, "settings" | "config" | "mappers"> {
  return {
    settings: settingsOf(model),
    config: configOf(model),
    mappers: Object.entries(model.mappers).map(([name, { type, config }]) => ({ name, type, config })),
  };
}

function settingsOf(model: IdentityProviderModel): ProviderSettings {
  return {
    providerId: model.providerId,
    displayName: model.displayName ?? "",
    enabled: model.enabled,
    hideOnLogin: model.hidden,
    linkOnly: model.linkOnly,
    storeToken: model.storeToken,
    trustEmail: model.trustEmail,
    firstBrokerLoginFlowAlias: model.firstLoginFlow ?? "",
    postBrokerLoginFlowAlias: model.postLoginFlow ?? "",
  };
}

/** What is off or not set is left out, as in what is read. */
function configOf(model: IdentityProviderModel): Record<string, string> {
  const all: Readonly<Record<string, string | boolean | null>> = {
    ...model.settings,
    syncMode: model.syncMode,
    issuer: model.issuer,
    authorizationUrl: model.authorizationUrl,
    tokenUrl: model.tokenUrl,
    userInfoUrl: model.userInfoUrl,
    disableUserInfo: model.userInfoUrl === null,
    logoutUrl: model.logoutUrl,
    backchannelSupported: model.backchannelLogout,
    validateSignature: model.validateSignature,
    useJwksUrl: model.jwksUrl !== null,
    jwksUrl: model.jwksUrl,
    clientId: model.clientId,
    clientAuthMethod: model.clientAuthentication,
    defaultScope: model.scopes.join(" "),
    pkceEnabled: model.pkce !== null,
    pkceMethod: model.pkce,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value === null || value === false || value === "" ? [] : [[key, String(value)] as const],
    ),
  );
}
