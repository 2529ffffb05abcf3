// OTOBO's Config.pm, read back by real Perl, and what is said beside it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { outsideOfSpans } from "../support/contained.ts";
import { expand } from "../support/good-spec.ts";
import { HOSTILE_TEXTS, HOSTILE_URLS } from "../support/hostile-strings.ts";
import { checkConfig, loadConfig } from "../support/perl.ts";
import { assertHarmless } from "../support/terminal.ts";

const SECRETS = { app: "s'3\\cr$et@x" };
const FACTS = {
  keycloakUrl: "https://keycloak.acme.example",
  backendUrl: null,
  clientSecrets: { agents: SECRETS, customers: SECRETS, people: SECRETS },
};
const TWO = { helpdesk: "otobo", url: "https://desk.acme.example/otobo", agents: { roles: ["Agent"] } };

function rendered(spec: object) {
  const rendering = expand(JSON.stringify(spec)).render(FACTS);
  return { ...rendering, config: rendering.files[0]?.text ?? "" };
}

type Settings = Record<string, { readonly [key: string]: Record<string, unknown> } | undefined>;
const settings = (spec: object) => loadConfig(rendered(spec).config) as Settings;

test("Perl reads exactly the settings that OTOBO's code reads, without a warning", () => {
  const { config, files } = rendered(TWO);
  assert.deepEqual(
    files.map(({ name, secret }) => [name, secret]),
    [["Config.pm", true]],
  );
  assert.equal(checkConfig(config), "Config.pm syntax OK\n");
  const connection = (key: string, page: string) => ({
    ClientSettings: {
      ClientID: "otobo",
      ClientSecret: SECRETS.app,
      RedirectURI: `https://desk.acme.example/otobo/${page}.pl?Action=Login`,
    },
    ProviderSettings: {
      OpenIDConfiguration: `https://keycloak.acme.example/realms/otobo-${key}/.well-known/openid-configuration`,
      TTL: 1800,
      Name: `keycloak-${key}`,
    },
    Misc: { UseNonce: 1 },
  });
  const request = { ResponseType: ["code"], AdditionalScope: ["profile", "email"] };
  assert.deepEqual(loadConfig(config), {
    AuthModule: "Kernel::System::Auth::OpenIDConnect",
    "AuthModule::OpenIDConnect::AuthRequest": request,
    "AuthModule::OpenIDConnect::Config": connection("agents", "index"),
    "AuthModule::OpenIDConnect::UID": "email",
    "AuthModule::OpenIDConnect::UserMap": {
      email: "UserEmail",
      given_name: "UserFirstname",
      family_name: "UserLastname",
    },
    "AuthModule::OpenIDConnect::RoleMap": { roles: { Agent: "Agent" } },
    "Customer::AuthModule": "Kernel::System::CustomerAuth::OpenIDConnect",
    "Customer::AuthModule::OpenIDConnect::AuthRequest": request,
    "Customer::AuthModule::OpenIDConnect::Config": connection("customers", "customer"),
    "Customer::AuthModule::OpenIDConnect::UID": "email",
  });
});

describe("choices of the spec", () => {
  test("reach both interfaces", () => {
    const config = { usernameClaim: "sub", discoveryTtl: "10m", logIdToken: true };
    const read = settings({ ...TWO, config });
    for (const prefix of ["", "Customer::"]) {
      const at = `${prefix}AuthModule::OpenIDConnect::`;
      assert.equal(read[`${at}UID`], "sub");
      assert.equal(read[`${at}Config`]?.["ProviderSettings"]?.["TTL"], 600);
      assert.deepEqual(read[`${at}Debug`], { LogIDToken: 1 });
    }
    assert.match(rendered({ ...TWO, config }).notices.join("\n"), /LogIDToken/);
  });

  test("a frontend URL is where OTOBO finds the realm", () => {
    const shared = { frontendUrl: "https://login.acme.example/auth" };
    const read = settings({ ...TWO, shared });
    assert.match(
      String(read["AuthModule::OpenIDConnect::Config"]?.["ProviderSettings"]?.["OpenIDConfiguration"]),
      /^https:\/\/login\.acme\.example\/auth\/realms\/otobo-agents\//,
    );
  });

  test("one realm is one name, and without roles makes no agents", () => {
    const spec = { helpdesk: "otobo", url: TWO.url, people: {} };
    const read = settings(spec);
    for (const prefix of ["", "Customer::"])
      assert.equal(
        read[`${prefix}AuthModule::OpenIDConnect::Config`]?.["ProviderSettings"]?.["Name"],
        "keycloak-people",
      );
    assert.equal(read["AuthModule::OpenIDConnect::UserMap"], undefined);
    assert.match(rendered(spec).notices.join("\n"), /would become an agent/);
    assert.ok(settings({ ...spec, people: { roles: ["Agent"] } })["AuthModule::OpenIDConnect::UserMap"]);
  });

  test("interfaces: one alone leaves the other as it is", () => {
    const read = settings({ helpdesk: "otobo", url: TWO.url, interfaces: ["customers"] });
    assert.deepEqual(
      Object.keys(read).filter((key) => !key.startsWith("Customer::")),
      [],
    );
  });
});

test("names and addresses of every kind come back from Perl, and no Markdown comes of them", () => {
  const roles = HOSTILE_TEXTS.filter((text) => !/\/|\$\{|^\.{1,2}$/.test(text));
  assert.ok(roles.length > 50);
  const nasty = { ...TWO, agents: { roles, clients: { app: { clientId: "it's`a`=b;" } } } };
  const read = settings(nasty);
  assert.deepEqual(
    read["AuthModule::OpenIDConnect::RoleMap"]?.["roles"],
    Object.fromEntries(roles.map((role) => [role, role])),
  );
  const { steps, notices } = rendered(nasty);
  const said = [...steps, ...notices].join("\n");
  assertHarmless(said);
  assert.doesNotMatch(outsideOfSpans(said), /<script>|javascript:/);
  assert.match(said, /may not arrive/);
  for (const url of HOSTILE_URLS) {
    const config = settings({ ...TWO, url })["Customer::AuthModule::OpenIDConnect::Config"];
    assert.equal(config?.["ClientSettings"]?.["RedirectURI"], `${url}/customer.pl?Action=Login`);
  }
});

test("without a secret nothing is rendered", () => {
  const { render } = expand(JSON.stringify(TWO));
  for (const clientSecrets of [{}, { agents: { app: "" }, customers: SECRETS }])
    assert.throws(
      () => render({ ...FACTS, clientSecrets }),
      (error) => error instanceof Failure && error.code === "secret-missing",
    );
});
