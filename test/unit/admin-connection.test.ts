import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveConnection } from "../../infra/admin/connection.ts";
import { connectionAsSettings } from "../../infra/admin/connection-settings.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";

type Values = Readonly<Record<string, string>>;

const resolve = (config: Values, env: Values = {}) =>
  resolveConnection({ config: (key) => config[key], env });

const ADMIN = { url: "https://kc.example", clientId: "admin-cli", username: "admin", password: "geheim" };

function failure(config: Values, env: Values = {}): Failure {
  try {
    resolve(config, env);
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, "configuration-missing");
    return error;
  }
  assert.fail("it resolved");
}

test("the stack's configuration beats the environment, key by key", () => {
  const env = {
    KEYCLOAK_URL: "https://other.example",
    KEYCLOAK_CLIENT_ID: "admin-cli",
    KEYCLOAK_USER: "admin",
    KEYCLOAK_PASSWORD: "from the environment",
    KEYCLOAK_REALM: "ops",
    KEYCLOAK_CLIENT_TIMEOUT: "33",
  };
  const connection = resolve({ url: "https://kc.example/", basePath: "/auth" }, env);
  assert.equal(connection.url, "https://kc.example/auth");
  assert.equal(connection.adminUrl, "https://kc.example/auth");
  assert.equal(connection.realm, "ops");
  assert.equal(connection.timeoutSeconds, 33);
  assert.deepEqual(connection.credentials, {
    kind: "password",
    clientId: "admin-cli",
    clientSecret: undefined,
    username: "admin",
    password: "from the environment",
  });
});

test("the account is in realm master unless said otherwise, and admin calls may go elsewhere", () => {
  const connection = resolve({ ...ADMIN, adminUrl: "https://admin.example", basePath: "/auth" });
  assert.equal(connection.realm, "master");
  assert.equal(connection.adminUrl, "https://admin.example/auth");
  assert.equal(connection.timeoutSeconds, 15);
});

test("credentials are preferred in the plugin's order", () => {
  const all = { ...ADMIN, clientSecret: "s", jwtToken: "j", accessToken: "a" };
  const kind = (config: Values) => resolve(config).credentials.kind;
  assert.equal(kind(all), "password");
  assert.equal(kind({ ...all, password: "" }), "jwt");
  assert.equal(kind({ ...all, password: "", jwtToken: "" }), "client-secret");
  assert.equal(kind({ url: ADMIN.url, accessToken: "a" }), "access-token");
});

test("certificates, headers and flags are read from the configuration only", () => {
  const { tls, headers } = resolve({
    ...ADMIN,
    tlsInsecureSkipVerify: "true",
    rootCaCertificate: "PEM",
    additionalHeaders: '{"X-Tenant":"acme"}',
  });
  assert.equal(tls.insecureSkipVerify, true);
  assert.equal(tls.rootCaCertificate, "PEM");
  assert.deepEqual(headers, { "X-Tenant": "acme" });
});

test("what is missing is named with both ways to set it", () => {
  const url = failure({});
  assert.match(url.message, /keycloak:url/);
  assert.match(url.hint, /pulumi config set keycloak:url https:\/\/keycloak\.example/);
  assert.match(url.hint, /export KEYCLOAK_URL=/);

  const account = failure({ url: ADMIN.url });
  assert.match(account.message, /keycloak:clientId, keycloak:username, keycloak:password/);
  assert.match(account.hint, /pulumi config set --secret keycloak:password\n/);
  assert.match(account.hint, /export KEYCLOAK_USER=/);

  assert.match(failure({ ...ADMIN, clientId: "" }).message, /Missing: keycloak:clientId\./);
  assert.match(failure({ ...ADMIN, password: "" }).message, /Missing: keycloak:password\./);
});

test("an unusable value is refused without being repeated", () => {
  assert.match(failure({ ...ADMIN, url: "kc.example" }).message, /keycloak:url is not an http or https URL/);
  assert.match(failure({ ...ADMIN, additionalHeaders: "Bearer x" }).message, /not a JSON object/);
  const withName = failure({ url: "https://me:geheim@kc.example" });
  assert.ok(!`${withName.message}${withName.hint}`.includes("geheim"));
});

test("a connection as settings resolves to itself again, and no secret of it needs a file", () => {
  const accounts: Values[] = [
    { clientId: "admin-cli", username: "admin", password: "geheim" },
    { clientId: "ops", clientSecret: "s" },
    { clientId: "ops", jwtSigningKey: "k", jwtSigningAlg: "ES256" },
    { clientId: "ops", jwtToken: "t" },
    { clientId: "ops", jwtTokenFile: "/run/token" },
    { accessToken: "a" },
  ];
  const tls = { rootCaCertificate: "ca", tlsClientCertificate: "c", tlsInsecureSkipVerify: "true" };
  const rest = { adminUrl: "https://admin.example", realm: "ops", additionalHeaders: '{"X-Tenant":"acme"}' };
  for (const account of accounts) {
    const connection = resolve({ url: "https://kc.example/auth", ...account, ...tls, ...rest });
    const { env, config } = connectionAsSettings(connection);
    const values = Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
    assert.deepEqual(resolve(values, env), connection);
    assert.ok(Object.values(config).every(({ secret }) => !secret));
  }
  const { config } = connectionAsSettings(resolve({ ...ADMIN, tlsClientPrivateKey: "key" }));
  assert.deepEqual(config, { tlsClientPrivateKey: { value: "key", secret: true } });
});
