import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type EventRepresentation from "@keycloak/keycloak-admin-client/lib/defs/eventRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { otrsLogin } from "../../infra/helpdesks/otrs.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { PROBE_ATTRIBUTE } from "../../infra/model/mark.ts";
import type { ClientModel, RealmModel } from "../../infra/model/types.ts";
import { runVerify } from "../../scripts/commands/verify.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import type { CheckResult } from "../../scripts/verify/check.ts";
import { sweepProbes } from "../../scripts/verify/probe.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { BROKEN_REALMS } from "../support/broken-realms.ts";
import { captured } from "../support/captured.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { sampleModel } from "../support/sample-model.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const OWNER = "deskrealm/test";
const PASSWORD = "Initial-Passw0rd!";
const MODEL = sampleModel();
const LOGINS = [otrsLogin("agents", MODEL, "Agent"), otrsLogin("customers", MODEL, "Customer User")];
const PLAIN = onlyCustomers(MODEL);

const now = () => new Date();

describe("verify, on a real Keycloak", () => {
  const keycloak = inSuite(() => startKeycloak());
  /** Everything that the checks must cope with: see the test of it. */
  let strict: OtrsModel;

  before(async () => {
    strict = onlyCustomers(sampleModel("-strict"), (realm) => ({
      frontendUrl: `http://localhost:${keycloak.port}`,
      login: { ...realm.login, verifyEmail: true, registrationEmailAsUsername: true },
      bruteForce: { ...realm.bruteForce, maxLoginFailures: 1, permanentLockout: true },
      profile: { ...realm.profile, unmanagedAttributes: "DISABLED" },
      clients: {
        ...realm.clients,
        app: { ...clientOf(realm, "app"), access: "confidential", pkce: "S256" },
      },
    }));
    for (const model of [MODEL, strict])
      await applyDirectly(keycloak.admin, model, { owner: OWNER, secret: () => PASSWORD });
  });

  /** As programs see it. No probe may stay, whatever comes of the checks. */
  const verify = async (model: OtrsModel, options: object = {}) => {
    const out = captured();
    const all = { owner: OWNER, probe: false, json: true, logins: LOGINS, ...options };
    const code = await runVerify(model, adminOf(keycloak), all, { ...out.context, now });
    for (const { realm } of Object.values(model.realms))
      assert.deepEqual(await probes(keycloak.admin, realm), []);
    assert.ok(!out.text().includes(keycloak.adminPassword));
    const result = JSON.parse(out.text()) as Result;
    const failed = result.checks.filter(({ status }) => status === "failed");
    assert.equal(result.version, 1);
    assert.equal(result.ok, failed.length === 0);
    assert.equal(code, failed.length === 0 ? 0 : 1);
    return { checks: result.checks, failed };
  };
  const failedChecks = async (model: OtrsModel, options: object = {}) =>
    (await verify(model, options)).failed.map(({ check }) => check);

  test("both realms pass every check, each of which is seen to fail below", async () => {
    const { checks } = await verify(MODEL);
    const realms = [MODEL.realms.agents.realm, MODEL.realms.customers.realm];
    assert.deepEqual([...new Set(checks.map(({ realm }) => realm))], realms);
    assert.deepEqual(
      checks.filter(({ status }) => status !== "ok").map(({ realm, check }) => `${realm} ${check}`),
      [`${MODEL.realms.agents.realm} attributes`],
    );
    const made = new Set(checks.map(({ check }) => check));
    const broken = new Set(Object.values(BROKEN_REALMS).map(({ check }) => check));
    assert.deepEqual([...made].toSorted(), [...broken].toSorted());
  });

  test("strict settings pass: confidential client, demanded PKCE, frontend URL, one failed login allowed", async () => {
    assert.deepEqual(await failedChecks(strict), []);
  });

  for (const [name, { by, check, why, hint, ...of }] of Object.entries(BROKEN_REALMS)) {
    test(`${name}: seen by ${check} and nothing else`, async () => {
      const model = of.strict ? strict : PLAIN;
      const undo = await by(new Hand(keycloak.admin, model.realms.customers.realm));
      try {
        const { failed } = await verify(model);
        assert.deepEqual(
          failed.map((one) => one.check),
          [check],
        );
        assert.match(failed[0]?.why ?? "", why);
        assert.match(failed[0]?.hint ?? "", hint);
      } finally {
        await undo();
      }
    });
  }

  test("the realms pass again after all that", async () => {
    assert.deepEqual(await failedChecks(PLAIN), []);
    assert.deepEqual(await failedChecks(strict), []);
  });

  test("the realm is missing: seen by owner", async () => {
    const { checks } = await verify(onlyCustomers(sampleModel("-missing")));
    assert.deepEqual(
      checks.map(({ check, why, hint }) => [check, why, hint]),
      [["owner", "there is no such realm", "make it with `up`"]],
    );
  });

  test("an unmarked realm is only tried with --probe", async () => {
    const unmarked = onlyCustomers(sampleModel("-unmarked"));
    await applyDirectly(keycloak.admin, unmarked);
    const { checks } = await verify(unmarked);
    assert.deepEqual(
      checks.map(({ check, why, hint }) => [check, why, hint]),
      [["owner", "it bears nobody's mark", "say --probe to make a probe person there all the same"]],
    );
    assert.deepEqual(await failedChecks(unmarked, { probe: true }), []);
  });

  test("people read each claim, what was seen instead, what to do, and a sum", async () => {
    const undo = await BROKEN_REALMS["direct grants"]?.by(
      new Hand(keycloak.admin, PLAIN.realms.customers.realm),
    );
    try {
      const out = captured();
      const options = { owner: OWNER, probe: false, json: false, logins: LOGINS };
      assert.equal(await runVerify(PLAIN, adminOf(keycloak), options, { ...out.context, now }), 1);
      const lines = out.text().split("\n");
      assert.equal(lines[0], "realm otrs-customer-users");
      assert.equal(lines[1], "  ok         the realm is ours");
      const at = lines.indexOf("  failed     a password sent by the client itself is refused");
      assert.deepEqual(lines.slice(at + 1, at + 3), [
        "             otrs-app may log people in with a password",
        "             hint: bring the realm up to the spec with `up`, or look with `drift` at what was changed by hand",
      ]);
      assert.equal(lines.at(-2), "1 of 21 checks failed.");
    } finally {
      await undo?.();
    }
  });

  test("the probe gives its password once, and opens the account pages in that session", async () => {
    const { realm } = PLAIN.realms.customers;
    const path = adminPath`/realms/${realm}`;
    await keycloak.admin.put(path, { eventsEnabled: true });
    try {
      assert.deepEqual(await failedChecks(PLAIN), []);
      const logins = await keycloak.admin.get<EventRepresentation[]>(`${path}/events`, { type: "LOGIN" });
      const loginsTo = (clientId: string) => logins.filter((event) => event.clientId === clientId);
      const [console, ...others] = loginsTo("account-console");
      assert.deepEqual(others, []);
      assert.ok(console?.sessionId);
      assert.ok(loginsTo("otrs-app").some(({ sessionId }) => sessionId === console.sessionId));
    } finally {
      await keycloak.admin.put(path, { eventsEnabled: false });
      await keycloak.admin.delete(`${path}/events`);
    }
  });

  test("probes of killed runs are swept, other people and runs under way are not", async () => {
    const { realm } = PLAIN.realms.customers;
    const at = (minutes: number) => [new Date(Date.now() - minutes * 60_000).toISOString()];
    const people = [
      ["deskrealm-probe-0123456789ab", "deskrealm-probe-0123456789ab@probe.invalid", at(11)],
      ["deskrealm-probe-ba9876543210", "deskrealm-probe-ba9876543210@probe.invalid", at(9)],
      ["deskrealm-probe-person", "person@acme.example", at(99)],
    ] as const;
    for (const [username, email, made] of people)
      await keycloak.admin.post(adminPath`/realms/${realm}/users`, {
        username,
        email,
        attributes: { [PROBE_ATTRIBUTE]: made, customerid: ["x"] },
      });
    assert.deepEqual(await sweepProbes(keycloak.admin, realm, now()), ["deskrealm-probe-0123456789ab"]);
    assert.deepEqual((await probes(keycloak.admin, realm)).toSorted(), [
      "deskrealm-probe-ba9876543210",
      "deskrealm-probe-person",
    ]);
  });

  test("the first login with a temporary password goes by way of a new one", async () => {
    const request = {
      issuer: `${keycloak.url}/realms/${MODEL.realms.agents.realm}`,
      clientId: "otrs-app",
      redirectUri: "http://127.0.0.1:3001/otrs/",
      username: "root@localhost",
      fetch: fetchFor(keycloak.admin.connection),
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
});

interface Result {
  readonly version: number;
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

function onlyCustomers(model: OtrsModel, change: (realm: RealmModel) => object = () => ({})): OtrsModel {
  const { customers } = model.realms;
  return { ...model, realms: { customers: { ...customers, ...change(customers) } } } as unknown as OtrsModel;
}

function clientOf(realm: RealmModel, key: string): ClientModel {
  const found = realm.clients[key];
  assert.ok(found);
  return found;
}

async function probes(admin: AdminClient, realm: string): Promise<string[]> {
  if ((await admin.find(adminPath`/realms/${realm}`)) === undefined) return [];
  const query = { search: "deskrealm-probe-" };
  const found = await admin.get<UserRepresentation[]>(adminPath`/realms/${realm}/users`, query);
  return found.map(({ username = "" }) => username);
}
