// Keycloak's own accounts of a realm: what is compared, and what the comparison says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rawTree } from "../../scripts/upgrade/raw.ts";
import { rawChanges } from "../../scripts/upgrade/raw-changes.ts";
import { rawSentence } from "../../scripts/upgrade/raw-sentence.ts";

const before = {
  id: "3f0c",
  realm: "agents",
  keycloakVersion: "26.4.0",
  bruteForceStrategy: "MULTIPLE",
  supportedLocales: ["de", "en"],
  clients: [
    { id: "1", clientId: "app", secret: "**********", attributes: { "pkce.code.challenge.method": "S256" } },
    { id: "2", clientId: "broker", attributes: { "client.secret.creation.time": "1" } },
  ],
  roles: { client: { "realm-management": [{ id: "9", name: "realm-admin", containerId: "2" }] } },
  components: {
    "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy": [
      { name: "Trusted Hosts", subType: "anonymous", config: { hosts: ["a"] } },
    ],
  },
  profile: { attributes: [{ name: "email" }] },
};

/** The sentences from the one representation to the other, each with its realms. */
function sentences(from: object, to: object, realms: readonly string[] = ["agents"]): string[] {
  const of = (value: object) => Object.fromEntries(realms.map((realm) => [realm, rawTree(value)]));
  return rawChanges(of(from), of(to)).map((change) => {
    return `${change.realms.join(", ")}: ${rawSentence(change, "1", "2")}`;
  });
}

const changed = (change: (copy: typeof before) => void) => {
  const copy = structuredClone(before);
  change(copy);
  return copy;
};

test("ids, times, secrets, versions, people and the order of lists are no difference", () => {
  const after = changed((copy) => {
    copy.id = "77aa";
    copy.keycloakVersion = "26.7.4";
    copy.supportedLocales.reverse();
    copy.clients.reverse();
    for (const client of copy.clients) client.id = `${client.id}0`;
    Object.assign(copy.clients[1] ?? {}, { secret: "another" });
    Object.assign(copy.clients[0]?.attributes ?? {}, { "client.secret.creation.time": "2" });
    Object.assign(copy, { users: [{ username: "service-account-api" }] });
  });
  assert.deepEqual(sentences(before, after), []);
});

test("new defaults, fields that are gone, and other values are said with the part that they are in", () => {
  const after = changed((copy) => {
    Object.assign(copy, { maxSecondaryAuthFailures: 0, bruteForceStrategy: "LINEAR" });
    Object.assign(copy.clients[0] ?? {}, { attributes: {} });
    copy.supportedLocales.push("fr");
    copy.roles.client["realm-management"].push({ id: "8", name: "view-organizations", containerId: "2" });
    copy.components["org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"] = [];
    copy.profile.attributes.push({ name: "phone" });
  });
  assert.deepEqual(sentences(before, after), [
    'agents: realm: bruteForceStrategy was "MULTIPLE" on 1 and is "LINEAR" on 2',
    'agents: client app: attributes.pkce.code.challenge.method is gone on 2: "S256"',
    "agents: component Trusted Hosts, anonymous (ClientRegistrationPolicy) is gone on 2",
    "agents: realm: maxSecondaryAuthFailures is new on 2: 0",
    "agents: user profile: attributes.phone is new on 2",
    "agents: role view-organizations of client realm-management is new on 2",
    "agents: realm: supportedLocales.fr is new on 2",
  ]);
});

test("the same change in several realms and parts is one", () => {
  const after = changed((copy) => {
    for (const client of copy.clients) Object.assign(client.attributes, { "use.dpop": "false" });
    copy.roles.client["realm-management"].push(
      { id: "8", name: "query-organizations", containerId: "2" },
      { id: "7", name: "view-organizations", containerId: "2" },
    );
  });
  assert.deepEqual(sentences(before, after, ["customers", "agents"]), [
    'agents, customers: clients app, broker: attributes.use.dpop is new on 2: "false"',
    "agents, customers: roles query-organizations of client realm-management, view-organizations of client realm-management are new on 2",
  ]);
});

test("two parts of one name are told apart, and long values are cut", () => {
  const steps = (length: number) => ({
    authenticationFlows: [
      { alias: "browser", authenticationExecutions: Array(length).fill({ authenticator: "otp" }) },
    ],
    displayNameHtml: "x".repeat(length * 100),
  });
  const [step, html = ""] = sentences(steps(1), steps(2));
  assert.equal(step, "agents: authentication flow browser: authenticationExecutions.otp 2 is new on 2");
  assert.ok(html.length < 250, html);
});
