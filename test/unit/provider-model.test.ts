// Providers in models: differences in words, what is never shown, and what each kind means.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OtrsModel as Model } from "../../infra/helpdesks/otrs-model.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { IdentityProviderModel } from "../../infra/model/identity-provider.ts";
import { withoutSecrets } from "../../infra/model/without-secrets.ts";
import { claimName, claimPath } from "../../infra/providers/claims.ts";
import { expand } from "../support/good-spec.ts";
import { sampleModel } from "../support/sample-model.ts";
import { sampleFlow, sampleProvider } from "../support/sample-provider.ts";

function withProvider(parts: Partial<IdentityProviderModel> = {}, flow = sampleFlow()): Model {
  const { realms, ...model } = sampleModel();
  const agents = {
    ...realms.agents,
    identityProviders: { entra: sampleProvider(parts) },
    brokerFlows: { "first login without linking": flow },
  };
  return { ...model, realms: { ...realms, agents } };
}

function words(from: Model, to: Model): string[] {
  const sides = { from: { model: from, label: "in the spec" }, to: { model: to, label: "on the server" } };
  return diffModels(from, to).map((one) =>
    describeDifference(withoutSecrets(one), sides).replace("agents realm otrs-agents: ", ""),
  );
}

test("differences of a provider and of a flow in words", () => {
  const before = withProvider();
  const { email: _, ...mappers } = before.realms.agents.identityProviders["entra"]?.mappers ?? {};
  const more = { trustEmail: true, scopes: ["openid"], settings: {}, mappers };
  const steps = {
    ...sampleFlow().steps,
    "idp-auto-link": { position: 3, requirement: "REQUIRED", config: {} },
  };
  assert.deepEqual(words(before, withProvider(more, { steps })), [
    "flow first login without linking: step idp-auto-link is on the server and not in the spec",
    "identity provider entra: mapper email is in the spec and not on the server",
    "identity provider entra: scope email is in the spec and not on the server",
    "identity provider entra: setting claimFilterName email_verified is in the spec and not on the server",
    "identity provider entra: setting claimFilterValue true is in the spec and not on the server",
    "identity provider entra: setting filteredByClaim true is in the spec and not on the server",
    "identity provider entra: setting prompt login is in the spec and not on the server",
    "identity provider entra: trust email is false in the spec and true on the server",
  ]);
});

test("a server's hidden secret is every secret, and a setting that sounds like one is not shown", () => {
  assert.deepEqual(words(withProvider(), withProvider({ clientSecret: { kind: "hidden" } })), []);
  const { settings } = sampleProvider();
  const gift = {
    type: "hardcoded-attribute-idp-mapper",
    config: { attribute: "pin", "attribute.value": "4711" },
  };
  const told = words(
    withProvider(),
    withProvider({
      settings: { ...settings, jwtAssertionSecret: "s3cret-value" },
      mappers: { ...sampleProvider().mappers, gift },
    }),
  );
  assert.equal(told.length, 2);
  assert.doesNotMatch(told.join(), /s3cret-value|4711/);
});

test("of a claim with a namespace each dot is part of the name, of another one it leads into an object", () => {
  const namespaced = "https://acme.example/a.b/roles";
  assert.equal(claimPath(namespaced), "https://acme\\.example/a\\.b/roles");
  assert.equal(claimPath(claimPath(namespaced)), claimPath(namespaced));
  assert.equal(claimName(claimPath(namespaced)), namespaced);
  for (const path of ["realm_access.roles", "a\\.b", "groups"]) {
    assert.equal(claimPath(path), path);
    assert.equal(claimName(path), path);
  }
});

describe("what a spec means", () => {
  const provider = (keys: string, alias = "entra") =>
    expand(`helpdesk: otrs
url: https://otrs.acme.example
agents:
  identityProviders:
    ${alias}: { clientId: a, clientSecret: "\${secret:a}", ${keys} }
`).model.realms.agents;

  const LINKING: readonly (readonly [keys: string, flow: string, own: readonly string[]])[] = [
    ["", "first login without linking", ["first login without linking"]],
    ["linking: none, trustEmail: true", "first login without linking", ["first login without linking"]],
    ["trustEmail: true", "first broker login", []],
    ["linking: confirm", "first broker login", []],
    [
      "linking: automatic, trustEmail: true",
      "first login with automatic linking",
      ["first login with automatic linking"],
    ],
  ];
  for (const [keys, flow, own] of LINKING) {
    test(`of accounts: ${keys === "" ? "nothing said" : keys}`, () => {
      const { identityProviders, brokerFlows } = provider(`tenant: acme.example, ${keys}`);
      assert.equal(identityProviders["entra"]?.firstLoginFlow, flow);
      assert.deepEqual(Object.keys(brokerFlows), own);
    });
  }

  test("automatic linking demands a verified address where the provider says so, and no user name of its own", () => {
    const auth0 = "domain: acme.eu.auth0.com, trustEmail: true, linking: automatic";
    const { settings, mappers } = provider(auth0, "auth0").identityProviders["auth0"] ?? assert.fail();
    assert.equal(settings["claimFilterName"], "email_verified");
    assert.equal(mappers["user name"]?.config["template"], "${CLAIM.email}");
    const entra = provider("tenant: acme.example, trustEmail: true, linking: automatic");
    const one = entra.identityProviders["entra"] ?? assert.fail();
    assert.deepEqual(one.settings, {});
    assert.equal(one.mappers["user name"]?.config["template"], "${CLAIM.preferred_username}");
  });

  const ISSUERS: readonly (readonly [alias: string, keys: string, issuer: string])[] = [
    ["entra", "tenant: acme.example", "https://login.microsoftonline.com/acme.example/v2.0"],
    ["auth0", "domain: acme.eu.auth0.com", "https://acme.eu.auth0.com/"],
    ["authentik", "url: https://a.example/, slug: desk", "https://a.example/application/o/desk/"],
    ["keycloak", "url: https://k.example/auth/, realm: acme", "https://k.example/auth/realms/acme"],
  ];
  for (const [alias, keys, issuer] of ISSUERS) {
    test(`${alias}'s issuer, letter for letter`, () => {
      assert.equal(provider(keys, alias).identityProviders[alias]?.issuer, issuer);
    });
  }
});
