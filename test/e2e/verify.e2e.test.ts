import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { OWNER_ATTRIBUTE, PROBE_ATTRIBUTE } from "../../infra/model/mark.ts";
import type { ClientModel, Model, RealmModel } from "../../infra/model/types.ts";
import { runVerify } from "../../scripts/commands/verify.ts";
import { type Fetch, fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { Checks } from "../../scripts/verify/check.ts";
import { checkLogin, checkPassword, type Subject } from "../../scripts/verify/login-checks.ts";
import { makeProbe, sweepProbes } from "../../scripts/verify/probe.ts";
import { verifyModel } from "../../scripts/verify/verify-model.ts";
import { applyDirectly, removeDirectly } from "../support/apply-directly.ts";
import { captured } from "../support/captured.ts";
import { attributeOf, Hand } from "../support/hand.ts";
import { sampleModel } from "../support/sample-model.ts";
import { adminOf, startKeycloak, TESTED_VERSIONS } from "../support/test-keycloak.ts";

const OWNER = "deskrealm/test";
const GATE = { agents: "Agent", customers: "Customer User" };
const PASSWORD = "Initial-Passw0rd!";
const MODEL = sampleModel();
const CUSTOMERS = MODEL.realms.customers;
const REALM = CUSTOMERS.realm;
const SERVICE = "service-account-otrs-api";

const now = () => new Date();
const onlyCustomers = (customers: RealmModel = CUSTOMERS) =>
  ({ ...MODEL, realms: { customers } }) as unknown as Model;

for (const version of TESTED_VERSIONS) {
  test(`both realms pass every check on Keycloak ${version}, and no probe stays`, async () => {
    await using keycloak = await startKeycloak(version);
    using admin = new AdminClient(adminOf(keycloak));
    await applyDirectly(admin, MODEL, { owner: OWNER, secret: () => PASSWORD });
    const out = captured();
    const options = { owner: OWNER, probe: false, json: false, gateRoles: GATE };
    const code = await runVerify(MODEL, adminOf(keycloak), options, { ...out.context, now });
    // Newer Keycloaks show no service account their version, which is then said and not tried.
    const closed = version === "26.7.4";
    assert.match(out.text(), closed ? /All 41 checks passed\.\n$/ : /All 43 checks passed\.\n$/);
    assert.equal(/not tried {2}otrs-api reads the server's version/.test(out.text()), closed);
    assert.equal(code, 0);
    assert.deepEqual(await probes(admin), []);
  });
}

/** Something broken, and the checks that see it. */
interface Broken {
  readonly by: (hand: Hand) => Promise<unknown>;
  readonly failed: readonly string[];
}

const app =
  (change: object, attributes: object = {}) =>
  (hand: Hand) =>
    hand.setClient("otrs-app", (found) => ({
      ...change,
      attributes: { ...found.attributes, ...attributes },
    }));

const BROKEN: Readonly<Record<string, Broken>> = {
  "another stack's mark": {
    by: (hand) => hand.setRealm({ attributes: { [OWNER_ATTRIBUTE]: "deskrealm/other" } }),
    failed: ["owner"],
  },
  "the realm is switched off": { by: (hand) => hand.setRealm({ enabled: false }), failed: ["discovery"] },
  "nobody can be made": {
    by: (hand) => hand.setRealm({ passwordPolicy: "length(64)" }),
    failed: ["probe"],
  },
  "a client that is switched off": {
    by: (hand) => hand.setClient("otrs-app", () => ({ enabled: false })),
    failed: ["login", "challenge", "direct-grant", "password"],
  },
  "a redirect URI that is gone": {
    by: app({ redirectUris: ["https://other.example/"] }),
    failed: ["login", "challenge", "password"],
  },
  "a challenge that is demanded": {
    by: app({}, { "pkce.code.challenge.method": "S256" }),
    failed: ["challenge"],
  },
  "tokens that the helpdesk cannot check": {
    by: app({}, { "access.token.signed.response.alg": "HS256" }),
    failed: ["signature"],
  },
  "roles that are not in the token": {
    by: (hand) => hand.removeScope("otrs-app", "roles"),
    failed: ["roles"],
  },
  "the gate's role deleted": {
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      await hand.admin.delete(adminPath`/realms/${REALM}/clients/${id}/roles/${"Customer User"}`);
    },
    failed: ["roles"],
  },
  "names that are not in the token": {
    by: (hand) => hand.removeScope("otrs-app", "profile"),
    failed: ["claims"],
  },
  "people who may edit their customer id": {
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "customerid").permissions.edit = ["admin", "user"];
      }),
    failed: ["attributes"],
  },
  "no way back after a logout": {
    by: app({}, { "post.logout.redirect.uris": "https://other.example/" }),
    failed: ["logout"],
  },
  "any redirect URI": { by: app({ redirectUris: ["*"] }), failed: ["redirect"] },
  "the implicit flow": { by: app({ implicitFlowEnabled: true }), failed: ["implicit"] },
  "direct grants": { by: app({ directAccessGrantsEnabled: true }), failed: ["direct-grant"] },
  "no service account": {
    by: (hand) => hand.setClient("otrs-api", () => ({ serviceAccountsEnabled: false })),
    failed: ["api-token"],
  },
  "a service account that sees no users": {
    by: (hand) => hand.takeRoles(SERVICE, "realm-management", ["view-users", "manage-users", "query-users"]),
    failed: ["api-users", "api-manage"],
  },
  "a service account that changes no users": {
    by: (hand) => hand.takeRoles(SERVICE, "realm-management", ["manage-users"]),
    failed: ["api-manage"],
  },
  "a service account that sees no clients": {
    by: (hand) => hand.takeRoles(SERVICE, "realm-management", ["view-clients", "manage-clients"]),
    failed: ["api-clients"],
  },
  "a service account that sees no version": {
    by: (hand) => hand.takeRoles(SERVICE, "realm-management", ["view-system"]),
    failed: ["api-version"],
  },
  "a service account that may do everything": {
    by: (hand) => hand.giveRoles(SERVICE, "realm-management", ["realm-admin"]),
    failed: ["api-limits"],
  },
};

describe("on a realm that is broken in one point", () => {
  let keycloak: Keycloak;
  let admin: AdminClient;
  before(async () => {
    keycloak = await startKeycloak();
    admin = new AdminClient(adminOf(keycloak));
  });
  after(() => keycloak?.[Symbol.asyncDispose]());

  /** The customers' realm as `model` says. */
  const fresh = async (model: Model = onlyCustomers()) => {
    await removeDirectly(admin, model);
    await applyDirectly(admin, model, { owner: OWNER, secret: () => PASSWORD });
  };
  const verify = async (model: Model = onlyCustomers(), options: object = {}) => {
    const all = { owner: OWNER, probe: false, gateRoles: GATE, ...options };
    const results = await verifyModel(model, adminOf(keycloak), all, { now });
    assert.deepEqual(await probes(admin), []);
    return results.filter(({ status }) => status === "failed").map(({ check }) => check);
  };

  for (const [name, { by, failed }] of Object.entries(BROKEN)) {
    test(`${name}: seen by ${failed.join(", ")} and nothing else`, async () => {
      await fresh();
      await by(new Hand(admin, REALM));
      assert.deepEqual(await verify(), failed);
    });
  }

  test("the realm is missing: seen by owner", async () => {
    await removeDirectly(admin, onlyCustomers());
    assert.deepEqual(await verify(), ["owner"]);
  });

  test("an unmarked realm is only tried with --probe", async () => {
    await removeDirectly(admin, onlyCustomers());
    await applyDirectly(admin, onlyCustomers(), {});
    assert.deepEqual(await verify(), ["owner"]);
    assert.deepEqual(await verify(onlyCustomers(), { probe: true }), []);
  });

  test("strict settings pass: confidential client, demanded PKCE, frontend URL, one failed login allowed", async () => {
    const model = onlyCustomers({
      ...CUSTOMERS,
      frontendUrl: `http://localhost:${keycloak.port}`,
      login: { ...CUSTOMERS.login, verifyEmail: true, registrationEmailAsUsername: true },
      bruteForce: { ...CUSTOMERS.bruteForce, maxLoginFailures: 1, permanentLockout: true },
      profile: { ...CUSTOMERS.profile, unmanagedAttributes: "DISABLED" },
      clients: {
        ...CUSTOMERS.clients,
        app: { ...client("app"), access: "confidential", pkce: "S256" },
      },
    });
    await fresh(model);
    assert.deepEqual(await verify(model), []);
    const lax = onlyCustomers({ ...CUSTOMERS, clients: { ...CUSTOMERS.clients, app: client("app") } });
    await fresh(lax);
    assert.deepEqual(await verify(model), ["discovery"]);
    const { frontendUrl: _, ...rest } = Object.values(model.realms)[1] ?? CUSTOMERS;
    const demanded = onlyCustomers({
      ...CUSTOMERS,
      ...rest,
      frontendUrl: null,
      clients: { ...CUSTOMERS.clients, app: { ...client("app"), pkce: "S256" } },
    });
    assert.deepEqual(await verify(demanded), ["challenge"]);
  });

  test("an issuer that is not the frontend URL: seen by discovery", async () => {
    await fresh();
    assert.deepEqual(await verify(onlyCustomers({ ...CUSTOMERS, frontendUrl: "http://localhost:1" })), [
      "discovery",
    ]);
  });

  test("a Keycloak that took any password, or needed no verifier, would be seen", async () => {
    await fresh();
    const issuer = `${keycloak.url}/realms/${REALM}`;
    const probe = await makeProbe(admin, CUSTOMERS, now(), () => {});
    const fetch = fetchFor(admin.connection);
    const model = CUSTOMERS;
    const common = {
      admin,
      fetch,
      model,
      app: client("app"),
      secret: undefined,
      issuer,
      gateRole: "Customer User",
    };
    const subject: Subject = { ...common, redirectUri: "http://127.0.0.1:3001/otrs/", probe };
    const password = new Checks("customers", REALM, undefined);
    // What the check adds makes the password right.
    const { id } = probe;
    await admin.put(adminPath`/realms/${REALM}/users/${id}/reset-password`, {
      type: "password",
      value: `${probe.password}x`,
      temporary: false,
    });
    await checkPassword(password, subject);
    assert.deepEqual(
      password.results.map(({ check, status }) => `${check} ${status}`),
      ["password failed"],
    );

    const login = new Checks("customers", REALM, undefined);
    const right = { ...probe, password: `${probe.password}x` };
    await checkLogin(login, { ...subject, probe: right, fetch: withoutSecondChallenge(fetch) });
    assert.deepEqual(
      login.results.filter(({ status }) => status === "failed").map(({ check }) => check),
      ["verifier"],
    );
    await admin.delete(adminPath`/realms/${REALM}/users/${id}`);
  });

  test("probes of killed runs are swept, other people and runs under way are not", async () => {
    await fresh();
    const at = (minutes: number) => [new Date(Date.now() - minutes * 60_000).toISOString()];
    const people = [
      ["deskrealm-probe-0123456789ab", "deskrealm-probe-0123456789ab@probe.invalid", at(11)],
      ["deskrealm-probe-ba9876543210", "deskrealm-probe-ba9876543210@probe.invalid", at(9)],
      ["deskrealm-probe-person", "person@acme.example", at(99)],
    ] as const;
    for (const [username, email, made] of people)
      await admin.post(adminPath`/realms/${REALM}/users`, {
        username,
        email,
        attributes: { [PROBE_ATTRIBUTE]: made, customerid: ["x"] },
      });
    assert.deepEqual(await sweepProbes(admin, REALM, now()), ["deskrealm-probe-0123456789ab"]);
    assert.deepEqual((await probes(admin)).toSorted(), [
      "deskrealm-probe-ba9876543210",
      "deskrealm-probe-person",
    ]);
  });

  test("the first login with a temporary password goes by way of a new one", async () => {
    await removeDirectly(admin, MODEL);
    await applyDirectly(admin, MODEL, { owner: OWNER, secret: () => PASSWORD });
    const request = {
      issuer: `${keycloak.url}/realms/${MODEL.realms.agents.realm}`,
      clientId: "otrs-app",
      redirectUri: "http://127.0.0.1:3001/otrs/",
      username: "root@localhost",
      fetch: fetchFor(admin.connection),
    };
    await assert.rejects(loginThroughForm({ ...request, password: PASSWORD }), (error) => {
      assert.ok(error instanceof LoginRefused);
      assert.equal(error.stage, "page");
      assert.match(error.hint, /not temporary/);
      return true;
    });
    const newPassword = "Another-Passw0rd!";
    await loginThroughForm({ ...request, password: PASSWORD, newPassword });
    const { tokens } = await loginThroughForm({ ...request, password: newPassword });
    const access = decodeJwt<{ resource_access: Record<string, { roles: string[] }> }>(tokens.access_token);
    assert.deepEqual(access.resource_access["otrs-app"]?.roles.toSorted(), ["Admin", "Agent"]);
  });

  test("JSON and exit code tell a failure, and hold no secret", async () => {
    await fresh();
    await BROKEN["the implicit flow"]?.by(new Hand(admin, REALM));
    const out = captured();
    const options = { owner: OWNER, probe: false, json: true, gateRoles: GATE };
    const code = await runVerify(onlyCustomers(), adminOf(keycloak), options, { ...out.context, now });
    assert.equal(code, 1);
    const result = JSON.parse(out.text()) as { version: number; ok: boolean; checks: { check: string }[] };
    assert.equal(result.version, 1);
    assert.equal(result.ok, false);
    assert.equal(result.checks.length, 22);
    assert.ok(!out.text().includes(keycloak.adminPassword));
  });
});

function client(key: string): ClientModel {
  const found = CUSTOMERS.clients[key];
  assert.ok(found);
  return found;
}

async function probes(admin: AdminClient): Promise<string[]> {
  if ((await admin.find(adminPath`/realms/${REALM}`)) === undefined) return [];
  const query = { search: "deskrealm-probe-" };
  const found = await admin.get<UserRepresentation[]>(adminPath`/realms/${REALM}/users`, query);
  return found.map(({ username = "" }) => username);
}

/** Takes the challenge out of every authorization request but the first, as if Keycloak forgot it. */
function withoutSecondChallenge(fetch: Fetch): Fetch {
  let seen = 0;
  return (url, init) => {
    const address = new URL(url);
    if (!address.searchParams.has("code_challenge")) return fetch(url, init);
    seen += 1;
    if (seen === 1) return fetch(url, init);
    address.searchParams.delete("code_challenge");
    address.searchParams.delete("code_challenge_method");
    return fetch(address.href, init);
  };
}
