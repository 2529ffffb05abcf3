// Providers that people log in by, and flows for first logins, from Keycloak's representations to the model's.

import type { AdminClient } from "../../infra/admin/client.ts";
import { findFlow, listSteps } from "../../infra/admin/flow-steps.ts";
import {
  chosenSettings,
  findProvider,
  listProviderMappers,
  type ProviderMapper,
  type ProviderRepresentation,
} from "../../infra/admin/identity-providers.ts";
import type { BrokerFlowModel, IdentityProviderModel } from "../../infra/model/identity-provider.ts";
import { secret } from "./secret.ts";
import { flag, text } from "./values.ts";

/** The provider of that alias, of whatever kind. */
export async function readIdentityProvider(
  admin: AdminClient,
  realm: string,
  alias: string,
): Promise<IdentityProviderModel | undefined> {
  const found = await findProvider(admin, realm, alias);
  if (found === undefined) return undefined;
  return { ...mapProvider(found), mappers: mapMappers(await listProviderMappers(admin, realm, alias)) };
}

/** Settings that the model has by a name of its own. */
const NAMED: ReadonlySet<string> = new Set([
  ...["syncMode", "issuer", "authorizationUrl", "tokenUrl", "userInfoUrl", "disableUserInfo", "logoutUrl"],
  ...["backchannelSupported", "validateSignature", "useJwksUrl", "jwksUrl", "clientId", "clientAuthMethod"],
  ...["clientSecret", "defaultScope", "pkceEnabled", "pkceMethod"],
]);

function mapProvider(found: ProviderRepresentation): Omit<IdentityProviderModel, "mappers"> {
  const config = chosenSettings(found.config);
  const one = (key: string) => text(config[key]);
  return {
    providerId: found.providerId ?? "",
    displayName: text(found.displayName),
    enabled: flag(found.enabled),
    hidden: flag(found.hideOnLogin),
    linkOnly: flag(found.linkOnly),
    storeToken: flag(found.storeToken),
    trustEmail: flag(found.trustEmail),
    syncMode: one("syncMode") ?? "LEGACY",
    firstLoginFlow: text(found.firstBrokerLoginFlowAlias),
    postLoginFlow: text(found.postBrokerLoginFlowAlias),
    issuer: one("issuer"),
    authorizationUrl: one("authorizationUrl") ?? "",
    tokenUrl: one("tokenUrl") ?? "",
    userInfoUrl: flag(config["disableUserInfo"]) ? null : one("userInfoUrl"),
    logoutUrl: one("logoutUrl"),
    backchannelLogout: flag(config["backchannelSupported"]),
    validateSignature: flag(config["validateSignature"]),
    jwksUrl: flag(config["useJwksUrl"]) ? one("jwksUrl") : null,
    clientId: one("clientId") ?? "",
    clientAuthentication: one("clientAuthMethod") ?? "client_secret_post",
    clientSecret: secret(config["clientSecret"]),
    scopes: (one("defaultScope") ?? "").split(" ").filter((scope) => scope !== ""),
    pkce: pkce(config),
    settings: Object.fromEntries(Object.entries(config).filter(([key]) => !NAMED.has(key))),
  };
}

function pkce({ pkceEnabled, pkceMethod }: Readonly<Record<string, string>>): IdentityProviderModel["pkce"] {
  if (!flag(pkceEnabled)) return null;
  return pkceMethod === "S256" ? "S256" : "plain";
}

/** Of two mappers with one name the second is numbered: it is one too many. */
function mapMappers(mappers: readonly ProviderMapper[]): IdentityProviderModel["mappers"] {
  const found: Record<string, IdentityProviderModel["mappers"][string]> = {};
  for (const { name = "", identityProviderMapper = "", config } of mappers)
    found[numbered(name, found)] = { type: identityProviderMapper, config: chosenSettings(config) };
  return found;
}

export async function readBrokerFlow(
  admin: AdminClient,
  realm: string,
  alias: string,
): Promise<BrokerFlowModel | undefined> {
  if ((await findFlow(admin, realm, alias)) === undefined) return undefined;
  const steps: Record<string, BrokerFlowModel["steps"][string]> = {};
  for (const [index, { name, requirement, config }] of (await listSteps(admin, realm, alias)).entries())
    steps[numbered(name, steps)] = { position: index + 1, requirement, config };
  return { steps };
}

function numbered(name: string, taken: object): string {
  let [key, number] = [name, 1];
  while (Object.hasOwn(taken, key)) key = `${name} (${++number})`;
  return key;
}
