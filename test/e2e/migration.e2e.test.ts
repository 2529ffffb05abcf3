// The check before a migration: what OTRS's commands live on, done with otrs-api's own account.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelOf } from "../../infra/load-model.ts";
import { PROBE_ATTRIBUTE } from "../../infra/model/mark.ts";
import { checkMigration } from "../../scripts/verify/migration-checks.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { keycloakEnvironment } from "../support/project.ts";
import { cli } from "../support/run-cli.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";
import { type Change, clientWith, serviceAccount } from "../support/undoable.ts";

const OWNER = "deskrealm/test";
const SPEC = `helpdesk: otrs
url: https://otrs.acme.example
agents: { realm: move-agents, attributes: { site: { required: true } } }
customers: { realm: move-customers }
`;
const HINT = "bring the service account up to the spec with `up`";

describe("render --migration --check, on a real Keycloak", () => {
  const keycloak = inSuite(() => startKeycloak());
  const model = modelFrom(SPEC);
  before(() => applyDirectly(keycloak.admin, model, { owner: OWNER }));

  /** Nothing may stay, whatever comes of the checks. */
  const check = async (options: object = {}, now = () => new Date()) => {
    const all = { owner: OWNER, probe: false, ...options };
    const results = await checkMigration(model, adminOf(keycloak), all, { now });
    assert.deepEqual(await leftOvers(), []);
    return results;
  };
  const leftOvers = async () => {
    const found: string[] = [];
    for (const { realm } of Object.values(model.realms)) {
      const { id } = await new Hand(keycloak.admin, realm).client("otrs-app");
      const users = await keycloak.admin.get<{ username: string }[]>(adminPath`/realms/${realm}/users`, {
        search: "probe",
      });
      const roles = await keycloak.admin.get<{ name: string }[]>(
        adminPath`/realms/${realm}/clients/${id}/roles`,
        { search: "probe" },
      );
      found.push(...users.map(({ username }) => username), ...roles.map(({ name }) => name));
    }
    return found;
  };
  const words = async () =>
    (await check())
      .filter(({ realmKey }) => realmKey === "agents")
      .map(({ check: name, status, why, hint }) => [name, status, why.replace(/http\S+\/admin/, ""), hint]);

  test("the vendor's account may do all of it, and nothing of it stays", async () => {
    const results = await check();
    const names = [
      "owner",
      "api-token",
      "migration-role",
      "migration-person",
      "migration-assign",
      "migration-find",
    ];
    assert.deepEqual(
      results.map(({ realmKey, check: name, status, why }) => [realmKey, name, status, why]),
      ["agents", "customers"].flatMap((key) => names.map((name) => [key, name, "ok", ""])),
    );
  });

  const broken: Readonly<Record<string, [Change, (string | RegExp)[][]]>> = {
    "an account without manage-clients makes no role": [
      serviceAccount("otrs-api", { takes: ["manage-clients"] }),
      [
        ["migration-role", "failed", /^POST \S+\/roles: 403 /, HINT],
        ["migration-assign", "not-tried", "it needs migration-role", ""],
        ["migration-find", "not-tried", "it needs migration-assign", ""],
      ],
    ],
    "an account without manage-users makes no person": [
      serviceAccount("otrs-api", { takes: ["manage-users"] }),
      [
        ["migration-person", "failed", /^POST \S+\/users: 403 /, HINT],
        ["migration-assign", "not-tried", "it needs migration-person", ""],
        ["migration-find", "not-tried", "it needs migration-assign", ""],
      ],
    ],
    "a client without its account does nothing": [
      clientWith("otrs-api", { enabled: false }),
      [
        ["api-token", "failed", /401 /, HINT],
        ["migration-role", "not-tried", "it needs api-token", ""],
        ["migration-person", "not-tried", "it needs api-token", ""],
        ["migration-assign", "not-tried", "it needs migration-role", ""],
        ["migration-find", "not-tried", "it needs migration-assign", ""],
      ],
    ],
  };
  for (const [name, [by, expected]] of Object.entries(broken)) {
    test(`${name}: it is seen, and nothing stays`, async () => {
      const undo = await by(new Hand(keycloak.admin, model.realms.agents.realm));
      try {
        const wrong = (await words()).filter(([, status]) => status !== "ok");
        assert.equal(wrong.length, expected.length, JSON.stringify(wrong));
        for (const [row, cells] of expected.entries())
          for (const [column, cell] of cells.entries()) {
            const seen = wrong[row]?.[column] ?? "";
            if (typeof cell === "string") assert.equal(seen, cell);
            else assert.match(seen, cell);
          }
      } finally {
        await undo();
      }
    });
  }

  test("what a killed run left behind is removed, and what looks like it is not", async () => {
    const { realm } = model.realms.agents;
    const { id } = await new Hand(keycloak.admin, realm).client("otrs-app");
    const roles = adminPath`/realms/${realm}/clients/${id}/roles`;
    const old = { [PROBE_ATTRIBUTE]: ["2020-01-01T00:00:00Z"] };
    const young = { [PROBE_ATTRIBUTE]: [new Date().toISOString()] };
    const role = (name: string, attributes: object) => keycloak.admin.post(roles, { name, attributes });
    await role("deskrealm-probe-0123456789ab", old);
    await role("deskrealm-probe-young0000000", old);
    await role("deskrealm-probe-ba9876543210", young);
    await keycloak.admin.post(adminPath`/realms/${realm}/users`, {
      ...{ username: "deskrealm-probe-0123456789ab", email: "deskrealm-probe-0123456789ab@probe.invalid" },
      attributes: { ...old, site: ["x"] },
    });
    await checkMigration(model, adminOf(keycloak), { owner: OWNER, probe: false }, { now: () => new Date() });
    assert.deepEqual((await leftOvers()).toSorted(), [
      "deskrealm-probe-ba9876543210",
      "deskrealm-probe-young0000000",
    ]);
    for (const name of await leftOvers()) await keycloak.admin.delete(`${roles}/${name}`);
  });

  test("nothing is made in a realm that is another's, unless the person says so", async () => {
    const events = async () => {
      const path = adminPath`/realms/${model.realms.agents.realm}`;
      await keycloak.admin.put(path, { adminEventsEnabled: true });
      return async () => (await keycloak.admin.get<object[]>(`${path}/admin-events`)).length;
    };
    const count = await events();
    const results = await check({ owner: "deskrealm/other" });
    assert.deepEqual(
      results.map(({ check: name, status, why }) => [name, status, why]),
      Array.from({ length: 2 }, () => ["owner", "failed", `it belongs to ${OWNER}`]),
    );
    assert.equal(await count(), 0);
    assert.ok(
      (await check({ owner: "deskrealm/other", probe: true })).every(({ status }) => status === "ok"),
    );
    assert.ok((await count()) > 0);
  });

  test("the command shows it as verify does, and without --check prints the steps and asks nobody", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "deskrealm-migration-"));
    try {
      writeFileSync(join(cwd, "spec.yaml"), SPEC);
      const env = keycloakEnvironment(keycloak, keycloak.url);
      // No stack names the spec here, so that the realms are nobody's.
      const refused = await cli(["render", "spec.yaml", "--check"], { cwd, env });
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(
        refused.stdout,
        /failed {5}the realm is ours\n.*it belongs to deskrealm\/test\n.*hint: say --probe/,
      );
      const { code, stdout } = await cli(["render", "spec.yaml", "--check", "--probe"], { cwd, env });
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^realm move-agents\n {2}ok {9}the realm is ours\n.*\nAll 12 checks passed\.\n$/s);
      assert.match(stdout, / {2}ok {9}otrs-api finds the person again, with the role\n/);
      const calm = { ...env, KEYCLOAK_URL: "http://127.0.0.1:9" };
      const steps = await cli(["render", "spec.yaml", "--migration", "--var", "A=b c"], { cwd, env: calm });
      assert.equal(steps.code, 0, steps.stderr);
      assert.match(
        steps.stdout,
        /^1\. Make the realms and prove them\..*--backend-authority http:\/\/127\.0\.0\.1:9 .*\n6\. Only now/s,
      );
      assert.ok(
        steps.stdout.includes("npx deskrealm check-users spec.yaml agents.csv --realm agents --var 'A=b c'"),
      );
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });
});

function modelFrom(text: string): OtrsModel {
  const { value } = modelOf(text, "spec.yaml", { variables: {}, env: {} });
  return (value?.model as OtrsModel | undefined) ?? assert.fail("the spec is wrong");
}
