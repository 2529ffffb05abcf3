// What people change of a provider in the console, and which differences that makes. The customers have one:
// nobody is at its address, and nobody logs in by it.

import { adminPath } from "../../infra/admin/client.ts";
import { listSteps } from "../../infra/admin/flow-steps.ts";
import {
  listProviderMappers,
  type ProviderRepresentation,
  providerPath,
} from "../../infra/admin/identity-providers.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelOf } from "../../infra/load-model.ts";
import type { Change } from "./changes-by-hand.ts";
import type { Hand } from "./hand.ts";

/** Below `customers` of a spec. */
export const PROVIDER = `  identityProviders:
    company:
      provider: keycloak
      url: https://sso.acme.example
      realm: company
      clientId: helpdesk
      clientSecret: "\${secret:smtp}"
      roles: { Customer User: customers }
      attributes: { title: title }
`;

const ALIAS = "company";
const FLOW = "first login without linking";

/** The providers and the flows of a spec's customers that have the provider. */
export function providerParts() {
  const head = "helpdesk: otrs\nurl: https://desk.invalid\ncustomers:\n";
  const { value } = modelOf(`${head}${PROVIDER}`, "spec.yaml", { variables: {}, env: {} });
  if (value === undefined) throw new TypeError("The spec with a provider has an error");
  const { identityProviders, brokerFlows } = (value.model as OtrsModel).realms.customers;
  return { identityProviders, brokerFlows };
}

type Config = Readonly<Record<string, string>>;

async function setProvider({ admin }: Hand, realm: string, change: Partial<ProviderRepresentation>) {
  const path = providerPath(realm, ALIAS);
  const found = await admin.get<ProviderRepresentation>(path);
  await admin.put(path, { ...found, ...change, config: { ...found.config, ...change.config } });
}

async function setMapper({ admin }: Hand, realm: string, name: string, change: Config): Promise<void> {
  const found = (await listProviderMappers(admin, realm, ALIAS)).find((one) => one.name === name);
  const path = `${providerPath(realm, ALIAS)}/mappers/${found?.id}`;
  await admin.put(path, { ...found, config: { ...found?.config, ...change } });
}

async function addMapper({ admin }: Hand, realm: string, name: string, type: string, config: Config) {
  const body = { name, identityProviderAlias: ALIAS, identityProviderMapper: type, config };
  await admin.post(`${providerPath(realm, ALIAS)}/mappers`, body);
}

/** @param realm - the customers' */
export function providerChanges(realm: string): Readonly<Record<string, Change>> {
  const AT = `customers/identityProviders/${ALIAS}`;
  const setting = (change: Partial<ProviderRepresentation>, ...seen: readonly string[]): Change => ({
    by: (hand) => setProvider(hand, realm, change),
    seen: seen.map((one) => `${AT}/${one}`),
  });
  const flow = adminPath`/realms/${realm}/authentication/flows/${FLOW}/executions`;
  return {
    "a provider whose addresses are trusted, and another flow": setting(
      { trustEmail: true, firstBrokerLoginFlowAlias: "first broker login" },
      `firstLoginFlow changed "${FLOW}" -> "first broker login"`,
      "trustEmail changed false -> true",
    ),
    "a provider that is hidden and disabled": setting(
      { enabled: false, hideOnLogin: true } as Partial<ProviderRepresentation>,
      "enabled changed true -> false",
      "hidden changed false -> true",
    ),
    "a provider's name, and tokens that are kept": setting(
      { displayName: "", linkOnly: true, storeToken: true },
      'displayName changed "Keycloak" -> null',
      "linkOnly changed false -> true",
      "storeToken changed false -> true",
    ),
    "a provider's signatures, challenge and sync mode": setting(
      { config: { validateSignature: "false", pkceEnabled: "false", syncMode: "IMPORT" } },
      'pkce changed "S256" -> null',
      'syncMode changed "FORCE" -> "IMPORT"',
      "validateSignature changed true -> false",
    ),
    "a provider's addresses": setting(
      { config: { tokenUrl: "https://other.example/token", userInfoUrl: "", useJwksUrl: "false" } },
      'jwksUrl changed "https://sso.acme.example/realms/company/protocol/openid-connect/certs" -> null',
      'tokenUrl changed "https://sso.acme.example/realms/company/protocol/openid-connect/token" -> "https://other.example/token"',
      'userInfoUrl changed "https://sso.acme.example/realms/company/protocol/openid-connect/userinfo" -> null',
    ),
    "a provider's issuer, logout and scopes": setting(
      { config: { issuer: "", logoutUrl: "", backchannelSupported: "true", defaultScope: "openid groups" } },
      "backchannelLogout changed false -> true",
      'issuer changed "https://sso.acme.example/realms/company" -> null',
      'logoutUrl changed "https://sso.acme.example/realms/company/protocol/openid-connect/logout" -> null',
      'scopes removed "email" -> null',
      'scopes removed "profile" -> null',
      'scopes added null -> "groups"',
    ),
    "a provider's client": setting(
      { config: { clientId: "other", clientAuthMethod: "client_secret_basic" } },
      'clientAuthentication changed "client_secret_post" -> "client_secret_basic"',
      'clientId changed "helpdesk" -> "other"',
    ),
    "a provider's setting that no spec has": setting(
      { config: { prompt: "login", uiLocales: "false" } },
      'settings/prompt added null -> "login"',
    ),
    "which group of a provider has a role": {
      by: (hand) => setMapper(hand, realm, "role Customer User by customers", { "claim.value": "everybody" }),
      seen: [
        `${AT}/mappers/role Customer User by customers/config/claim.value changed "customers" -> "everybody"`,
      ],
    },
    "one more mapper of a provider": {
      by: (hand) =>
        addMapper(hand, realm, "gift", "oidc-hardcoded-role-idp-mapper", {
          syncMode: "INHERIT",
          role: "otrs-app.Customer User",
        }),
      seen: [
        `${AT}/mappers/gift added null -> {"config":{"role":"otrs-app.Customer User","syncMode":"INHERIT"},"type":"oidc-hardcoded-role-idp-mapper"}`,
      ],
    },
    "one more step of a first login": {
      by: ({ admin }) => admin.post(`${flow}/execution`, { provider: "idp-auto-link" }),
      seen: [
        `customers/brokerFlows/${FLOW}/steps/idp-auto-link added null -> {"config":{},"position":3,"requirement":"DISABLED"}`,
      ],
    },
    "a step of a first login that is no longer required": {
      by: async ({ admin }) => {
        const step = (await listSteps(admin, realm, FLOW)).find(
          ({ name }) => name === "idp-create-user-if-unique",
        );
        await admin.put(flow, { ...step?.info, requirement: "ALTERNATIVE" });
      },
      seen: [
        `customers/brokerFlows/${FLOW}/steps/idp-create-user-if-unique/requirement changed "REQUIRED" -> "ALTERNATIVE"`,
      ],
    },
  };
}
