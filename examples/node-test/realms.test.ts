import assert from "node:assert/strict";
import { test } from "node:test";
import { ephemeralRealm } from "deskrealm/testing";
import { logIn } from "./login.ts";

const url = "https://desk.example";
// Without KEYCLOAK_URL, a Keycloak of this process's own.
const keycloak = { url: process.env["KEYCLOAK_URL"] };

test("an agent logs in, and a customer only in the customers' realm", async () => {
  await using realm = await ephemeralRealm({ spec: "realms.yaml", url, keycloak });

  const alice = realm.agents.person("alice");
  const claims = await logIn(realm.agents, alice, `${url}/index.pl`);
  assert.equal(claims?.["email"], "alice@acme.example");

  const carol = realm.customers.person("carol");
  await assert.rejects(logIn(realm.agents, carol, `${url}/index.pl`), /refuses the name or the password/);
  assert.equal((await logIn(realm.customers, carol, `${url}/customer.pl`))?.["email"], carol.email);
});

test("the helpdesk's address is the only one that Keycloak leads back to", async () => {
  await using realm = await ephemeralRealm({ spec: "realms.yaml", url, keycloak });
  const elsewhere = logIn(realm.agents, realm.agents.person("alice"), "https://elsewhere.example/index.pl");
  await assert.rejects(elsewhere, /shows no form/);
});
