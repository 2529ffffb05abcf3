import { type EphemeralRealm, ephemeralRealm } from "deskrealm/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { logIn } from "./login.ts";

const url = "https://desk.example";
let realm: EphemeralRealm;

// One pair of realms for all tests of the file, gone after the last.
beforeAll(async () => {
  // Without KEYCLOAK_URL, a Keycloak of this process's own.
  const keycloak = { url: process.env["KEYCLOAK_URL"] };
  realm = await ephemeralRealm({ spec: "realms.yaml", url, keycloak });
  return () => realm[Symbol.asyncDispose]();
});

describe("agents", () => {
  test("log in", async () => {
    const claims = await logIn(realm.agents, realm.agents.person("alice"), `${url}/index.pl`);
    expect(claims).toMatchObject({ preferred_username: "alice", given_name: "Alice" });
  });

  test("have the roles of the spec", () => {
    expect(realm.agents.person("alice").roles).toEqual(["Agent"]);
  });
});

test("a wrong password is refused", async () => {
  const carol = { ...realm.customers.person("carol"), password: "wrong" };
  await expect(logIn(realm.customers, carol, `${url}/customer.pl`)).rejects.toThrow("refuses the name");
});
