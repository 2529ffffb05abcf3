// What `render` says of the other side: everything that has to be set there, and no secret.

import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { modelOf } from "../../infra/load-model.ts";
import { assertGolden } from "../support/golden.ts";
import { goodSpec } from "../support/good-spec.ts";

const KEYCLOAK = "https://login.acme.example/auth";

function guidesOf(text: string) {
  const { value, diagnostics } = modelOf(text, "spec.yaml", { variables: {}, env: { PLAIN_SECRET: "x" } });
  assert.ok(value, JSON.stringify(diagnostics));
  return value.guides(KEYCLOAK);
}

const whole = (guides: ReturnType<typeof guidesOf>): string =>
  guides
    .map(({ realm, alias, title, redirectUri, steps }) => {
      const lines = steps.map((step, index) => `${index + 1}. ${step}\n`);
      return `# ${alias} (${title}) of ${realm}\n\n${redirectUri}\n\n${lines.join("\n")}`;
    })
    .join("\n");

test("every kind's steps stay as they are", () => {
  const text = whole([
    ...guidesOf(goodSpec("realms/providers.yaml").text),
    ...guidesOf(goodSpec("test/samples/good/every-provider.yaml").text),
  ]);
  assertGolden(join(import.meta.dirname, "golden/provider-guides.md"), text);
  assert.doesNotMatch(text, /undefined|\[object|\$\{secret:/);
});

describe("for realms/providers.yaml", () => {
  const guides = guidesOf(goodSpec("realms/providers.yaml").text);
  const of = (alias: string) => {
    const found = guides.find((one) => one.alias === alias);
    assert.ok(found);
    return { ...found, text: found.steps.join("\n") };
  };

  test("each provider is told the redirect URI of its alias and the way back from a logout", () => {
    const aliases = guides.map(({ realm, alias, redirectUri, steps }) => {
      assert.equal(redirectUri, `${KEYCLOAK}/realms/${realm}/broker/${alias}/endpoint`);
      assert.ok(steps.some((step) => step.includes(`\`${redirectUri}\``)));
      assert.ok(steps.some((step) => step.includes(`\`${redirectUri}/logout_response\``)));
      return alias;
    });
    assert.deepEqual(aliases, ["entra", "auth0", "authentik", "sister"]);
  });

  test("Entra: permissions, optional claims, and the groups claim with what its limit does", () => {
    const { text } = of("entra");
    for (const part of [
      /`email`, `openid`, `profile`. Grant admin consent/,
      /`email`, `given_name` and `family_name`/,
      /Groups assigned to the application/,
      /200/,
    ])
      assert.match(text, part);
    assert.match(text, /3f2c1b0a-9e8d-4c7b-a6f5-0d1e2f3a4b5c/);
  });

  test("Auth0: the Action runs, and writes the claims that the mappers read", async () => {
    const [, code] = /```js\n([\s\S]+?)\n```/.exec(of("auth0").text) ?? [];
    const claims: Record<string, unknown> = {};
    const api = {
      idToken: {
        setCustomClaim: (name: string, value: unknown) => void Object.assign(claims, { [name]: value }),
      },
    };
    const exports: { onExecutePostLogin?: (event: object, api: object) => Promise<void> } = {};
    runInNewContext(code ?? "", { exports });
    const user = { nickname: "bob", name: "Bob Bolt", app_metadata: { customerid: "acme" } };
    await exports.onExecutePostLogin?.({ user, authorization: { roles: ["Customers"] } }, api);
    assert.deepEqual(JSON.parse(JSON.stringify(claims)), {
      "https://otrs.acme.example/roles": ["Customers"],
      "https://otrs.acme.example/customerid": "acme",
      "https://otrs.acme.example/given_name": "bob",
      "https://otrs.acme.example/family_name": "Bob Bolt",
    });
    const { value } = modelOf(goodSpec("realms/providers.yaml").text, "s", { variables: {}, env: {} });
    const mappers = Object.values(value?.model.realms.customers?.identityProviders["auth0"]?.mappers ?? {});
    const read = mappers.map(({ config }) => config["claim"]?.replaceAll("\\.", "."));
    for (const name of Object.keys(claims)) assert.ok(read.includes(name), name);
  });

  test("authentik: signing key, subject mode, and the slug", () => {
    const { text } = of("authentik");
    assert.match(text, /\*\*Signing Key\*\*.*HS256/);
    assert.match(text, /\*\*Subject mode\*\*: Based on the User's hashed ID/);
    assert.match(text, /slug is `helpdesk`/);
  });

  test("another Keycloak: its client, and the way on of a logout over there", () => {
    const { text } = of("sister");
    assert.match(text, /client `acme-helpdesk`/);
    assert.match(text, /\*\*Backchannel logout URL\*\* stays empty/);
    const behind = goodSpec("realms/providers.yaml").text.replace(
      "realm: sister\n",
      "realm: sister\n      logout: backchannel\n",
    );
    const steps = guidesOf(behind).flatMap((one) => one.steps);
    const told = steps.find((step) => step.startsWith("**Backchannel logout URL**"));
    assert.match(told ?? "", /acme-provider-customers\/protocol\/openid-connect\/logout\/backchannel-logout/);
  });
});

test("a fixed public URL of the realm goes before the server's", () => {
  const spec = goodSpec("realms/providers.yaml").text.replace(
    "agents:\n",
    "agents:\n  frontendUrl: https://id.acme.example\n",
  );
  assert.match(guidesOf(spec)[0]?.redirectUri ?? "", /^https:\/\/id\.acme\.example\/realms\//);
});
