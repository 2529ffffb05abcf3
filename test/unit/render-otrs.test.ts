// OTRS's Config.pm, read back by real Perl.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { renderOtrs } from "../../infra/helpdesks/otrs-config.ts";
import { otrsMigration } from "../../infra/helpdesks/otrs-migration.ts";
import {
  ALL_ON,
  configText,
  FULL,
  FULL_FACTS,
  fileText,
  NASTY,
  otrsModel,
  SMALL,
  SMALL_AGENTS,
  SMALL_CUSTOMERS,
  SMALL_FACTS,
} from "../support/otrs-model.ts";
import { checkConfig, loadConfig } from "../support/perl.ts";

const mapRow = (
  field: string,
  label: string | null,
  attribute: string,
  shown = 1,
  required = 0,
  type = "var",
) =>
  type === "dynamic_field"
    ? [field, label, attribute, shown, required, type, null, 0, null, null]
    : [field, label, attribute, shown, required, type, "", 1, null, null];

describe("Config.pm", () => {
  test("is valid Perl without a warning, whatever the values", () => {
    for (const rendering of [renderOtrs(SMALL, SMALL_FACTS), renderOtrs(FULL, FULL_FACTS, ALL_ON)]) {
      assert.equal(checkConfig(configText(rendering)), "Config.pm syntax OK\n");
    }
  });

  test("gives Perl exactly the small model's values, and no back-end URL where there is none", () => {
    const { CustomerUser, ...settings } = loadConfig(configText(renderOtrs(SMALL, SMALL_FACTS)));
    assert.deepEqual(settings, {
      AuthModule: "Kernel::System::Auth::OIDC",
      "AuthModule::OIDC::Authority": "https://keycloak.acme.example",
      "AuthModule::OIDC::Realm": "otrs-agents",
      "AuthModule::OIDC::ClientID": "otrs-app",
      "AuthModule::OIDC::PostLogoutRedirectURL": "https://otrs.acme.example",
      "Agent::AccessTokenStorageModule": "Kernel::System::AccessToken::Storage::OIDC",
      "Keycloak::API::Credentials::User::ClientID": "otrs-api",
      "Keycloak::API::Credentials::User::ClientSecret": "agents-secret-5Yw0",
      "AuthModule::OIDC::Token::EnableRemoteCheck": 0,
      "AuthModule::OIDC::AgentRole": "Agent",
      AuthSyncModule: "Kernel::System::Auth::Sync::OIDC",
      "AuthSyncModule::OIDC::UserSyncMap": {
        UserFirstname: "given_name",
        UserLastname: "family_name",
        UserEmail: "email",
      },
      "AuthSyncModule::OIDC::DisableUserRolesSync": 0,
      "Customer::AuthModule": "Kernel::System::CustomerAuth::OIDC",
      "Customer::AuthModule::OIDC::Authority": "https://keycloak.acme.example",
      "Customer::AuthModule::OIDC::Realm": "otrs-customer-users",
      "Customer::AuthModule::OIDC::ClientID": "otrs-app",
      "Customer::AuthModule::OIDC::PostLogoutRedirectURL": "https://otrs.acme.example",
      "Customer::AccessTokenStorageModule": "Kernel::System::AccessToken::Storage::OIDC",
      "Keycloak::API::Credentials::CustomerUser::ClientID": "otrs-api",
      "Keycloak::API::Credentials::CustomerUser::ClientSecret": "customers-secret-9Kd3",
      "Customer::AuthModule::OIDC::Token::EnableRemoteCheck": 0,
      "Customer::AuthModule::OIDC::CustomerUserRole": "Customer User",
    });
    assert.deepEqual(CustomerUser, {
      Name: "OIDC Backend",
      Module: "Kernel::System::CustomerUser::OIDC",
      CustomerKey: "username",
      CustomerID: "customerid",
      CustomerUserListFields: ["firstName", "lastName", "email"],
      CustomerUserSearchFields: ["id", "username", "email"],
      CustomerUserSearchListLimit: 250,
      CustomerUserPostMasterSearchFields: ["customerid"],
      CustomerUserNameFields: ["firstName", "lastName"],
      CustomerUserNameFieldsJoin: " ",
      CustomerUserExcludePrimaryCustomerID: 0,
      CacheTTL: 0,
      ReadOnly: 1,
      Map: [
        mapRow("UserFirstname", "Firstname", "firstName", 1, 1),
        mapRow("UserLastname", "Lastname", "lastName", 1, 1),
        mapRow("UserLogin", "Username", "username", 1, 1),
        mapRow("UserEmail", "Email", "email", 1, 1),
        mapRow("UserCustomerID", "CustomerID", "customerid", 0, 1),
        mapRow("UserPhone", "Phone", "phone"),
        mapRow("UserCity", "City", "city"),
        mapRow("ValidID", "Valid", "enabled", 0, 0, "int"),
        mapRow("DynamicField_contract", null, "contract", 0, 0, "dynamic_field"),
      ],
    });
  });

  test("gives Perl nasty values, the back-end URL and switched-on options unchanged", () => {
    const loaded = loadConfig(configText(renderOtrs(FULL, FULL_FACTS, ALL_ON)));
    const expected = {
      "AuthModule::OIDC::Authority": FULL_FACTS.keycloakUrl,
      "AuthModule::OIDC::BackendAuthority": FULL_FACTS.backendUrl,
      "AuthModule::OIDC::Realm": `agents ${NASTY}`,
      "AuthModule::OIDC::ClientID": `app ${NASTY}`,
      "Keycloak::API::Credentials::User::ClientID": `api ${NASTY}`,
      "Keycloak::API::Credentials::User::ClientSecret": `s1 ${NASTY}`,
      "AuthModule::OIDC::Token::EnableRemoteCheck": 1,
      "AuthModule::OIDC::AgentRole": `gate ${NASTY}`,
      "AuthSyncModule::OIDC::DisableUserRolesSync": 1,
      "Customer::AuthModule::OIDC::Authority": FULL_FACTS.keycloakUrl,
      "Customer::AuthModule::OIDC::BackendAuthority": FULL_FACTS.backendUrl,
      "Customer::AuthModule::OIDC::Realm": `customers ${NASTY}`,
      "Customer::AuthModule::OIDC::ClientID": `capp ${NASTY}`,
      "Keycloak::API::Credentials::CustomerUser::ClientID": `capi ${NASTY}`,
      "Keycloak::API::Credentials::CustomerUser::ClientSecret": `s2 ${NASTY}\r\n\t\u2028end`,
      "Customer::AuthModule::OIDC::Token::EnableRemoteCheck": 1,
      "Customer::AuthModule::OIDC::CustomerUserRole": `customer ${NASTY}`,
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, loaded[key]])), expected);
    assert.deepEqual((loaded["CustomerUser"] as { Map: unknown }).Map, [
      mapRow("UserTitle", "Title or salutation", "title"),
      mapRow("UserFirstname", "Firstname", "firstName", 1, 1),
      mapRow("UserLastname", "Lastname", "lastName", 1, 1),
      mapRow("UserLogin", "Username", "username", 1, 1),
      mapRow("UserEmail", "Email", "email", 1, 1),
      mapRow("UserCustomerID", "CustomerID", "customerid", 0, 1),
      mapRow("UserCustomerIDs", "CustomerIDs", "second_customer_ids"),
      mapRow("UserPhone", "Phone", "phone"),
      mapRow("UserFax", "Fax", "fax"),
      mapRow("UserMobile", "Mobile", "mobile"),
      mapRow("UserStreet", "Street", "street"),
      mapRow("UserZip", "Zip", "zip"),
      mapRow("UserCity", "City", "city"),
      mapRow("UserCountry", "Country", "country"),
      mapRow("UserComment", "Comment", "comment"),
      mapRow("ValidID", "Valid", "enabled", 0, 0, "int"),
      mapRow("UserSMIMECertificate", "SMIMECertificate", "userSMIMECertificate", 0, 1),
      mapRow("DynamicField_Vertrag", null, "Vertrag", 0, 0, "dynamic_field"),
      mapRow(`DynamicField_${NASTY}`, null, NASTY, 0, 0, "dynamic_field"),
      mapRow("DynamicField_constructor", null, "constructor", 0, 0, "dynamic_field"),
    ]);
  });

  test("maps customerid even where the profile leaves it to unmanaged attributes", () => {
    const model = otrsModel(SMALL_AGENTS, { ...SMALL_CUSTOMERS, attributes: [] });
    assert.match(
      configText(renderOtrs(model, SMALL_FACTS)),
      /'UserCustomerID', Translatable\('CustomerID'\), 'customerid'/,
    );
  });

  test("the first role is the gate; without a role there is no gate and a notice", () => {
    const model = otrsModel({ ...SMALL_AGENTS, roles: [] }, { ...SMALL_CUSTOMERS, roles: ["Z", "A"] });
    const rendering = renderOtrs(model, SMALL_FACTS);
    const loaded = loadConfig(configText(rendering));
    assert.ok(!("AuthModule::OIDC::AgentRole" in loaded));
    assert.equal(loaded["Customer::AuthModule::OIDC::CustomerUserRole"], "Z");
    assert.ok(rendering.notices.some((notice) => notice.includes("`otrs-agents` has no role")));
    assert.ok(
      rendering.steps.some((step) => step.includes("`otrs-agents` everybody in the realm may log in")),
    );
  });

  test("a login role that is named is the gate, wherever it stands in the model", () => {
    const model = otrsModel({ ...SMALL_AGENTS, roles: ["Admin", "Agent"] }, SMALL_CUSTOMERS);
    const rendering = renderOtrs(model, SMALL_FACTS, { loginRoles: { agents: "Agent" } });
    const loaded = loadConfig(configText(rendering));
    assert.equal(loaded["AuthModule::OIDC::AgentRole"], "Agent");
    assert.equal(loaded["Customer::AuthModule::OIDC::CustomerUserRole"], "Customer User");
    assert.match(fileText(rendering, "environment.md"), /marks a person as an agent \| `Agent` \|/);
    assert.ok(rendering.steps.some((step) => step.includes("only people with the role `Agent` may log in")));
  });

  test("a realm's own frontend URL is its authority, as tokens carry it", () => {
    const model = otrsModel(
      { ...SMALL_AGENTS, settings: { frontendUrl: "https://login.acme.example/" } },
      SMALL_CUSTOMERS,
    );
    const loaded = loadConfig(configText(renderOtrs(model, SMALL_FACTS)));
    assert.equal(loaded["AuthModule::OIDC::Authority"], "https://login.acme.example");
    assert.equal(loaded["Customer::AuthModule::OIDC::Authority"], "https://keycloak.acme.example");
  });

  for (const [registered, url, notice] of [
    [["https://otrs.acme.example"], "https://otrs.acme.example", false],
    [["https://otrs.acme.example/*"], "https://otrs.acme.example", false],
    [["https://a.example/bye", "https://otrs.acme.example/"], "https://otrs.acme.example/", false],
    [["+"], "https://otrs.acme.example", false],
    [["-", "https://a.example/*", "https://b.example/bye"], "https://b.example/bye", false],
    [["https://otrs.acme.example.evil/*"], "https://otrs.acme.example", true],
    [["https://otrs.acme.example?*"], "https://otrs.acme.example", true],
    [[], "https://otrs.acme.example", true],
  ] as const) {
    test(`post-logout URIs ${JSON.stringify(registered)} give ${url}`, () => {
      const model = otrsModel(
        { ...SMALL_AGENTS, app: { postLogoutRedirectUris: registered } },
        SMALL_CUSTOMERS,
      );
      const rendering = renderOtrs(model, SMALL_FACTS);
      assert.equal(loadConfig(configText(rendering))["AuthModule::OIDC::PostLogoutRedirectURL"], url);
      assert.equal(
        rendering.notices.some((text) => text.includes("post-logout redirect URI")),
        notice,
      );
    });
  }
});

describe("secrets", () => {
  test("are in files marked secret and nowhere else", () => {
    const rendering = renderOtrs(FULL, { ...FULL_FACTS, clientSecrets: SMALL_FACTS.clientSecrets }, ALL_ON);
    const open = JSON.stringify({ ...rendering, files: rendering.files.filter((file) => !file.secret) });
    for (const secret of ["agents-secret-5Yw0", "customers-secret-9Kd3"]) {
      assert.ok(configText(rendering).includes(secret));
      assert.ok(!open.includes(secret), `${secret} is in a part that people are shown`);
    }
    assert.deepEqual(
      rendering.files.map(({ name, secret }) => [name, secret]),
      [
        ["Config.pm", true],
        ["environment.md", false],
      ],
    );
  });

  test("that are not known stop the rendering, by name and without the other one", () => {
    for (const clientSecrets of [
      {},
      { agents: { api: "known-one" } },
      { agents: { api: "known-one" }, customers: { api: "" } },
    ]) {
      assert.throws(
        () => renderOtrs(SMALL, { ...SMALL_FACTS, clientSecrets }),
        (error) =>
          error instanceof Failure &&
          error.code === "secret-missing" &&
          error.message.includes("otrs-api") &&
          !`${error.message} ${error.hint}`.includes("known-one"),
      );
    }
  });
});

test("the small rendering is word for word the golden one (UPDATE_GOLDEN=1 writes it)", () => {
  const rendering = renderOtrs(SMALL, SMALL_FACTS);
  const list = (items: readonly string[]) => items.map((item) => `${item}\n`).join("\n");
  const texts = {
    "otrs-Config.pm": configText(rendering),
    "otrs-environment.md": fileText(rendering, "environment.md"),
    "otrs-steps.md": list(rendering.steps),
    "otrs-migration.md": list(otrsMigration(SMALL, SMALL_FACTS, { spec: "realms/acme.yaml", options: [] })),
    "otrs-notices.md": list(rendering.notices),
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(import.meta.dirname, "golden", name);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
    assert.equal(text, readFileSync(path, "utf8"), name);
  }
});
