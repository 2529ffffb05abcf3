// What people change by hand is told by drift, put right by up, and gone from the next drift.

import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import type { LoadedModel } from "../../infra/load-model.ts";
import { OPEN, openGates } from "../../infra/model/closed.ts";
import { findDrift } from "../../scripts/drift/find.ts";
import { CHANGES, type Change, REALM } from "../support/changes-by-hand.ts";
import { DIRECTORY } from "../support/directory-by-hand.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { modelOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { PROVIDER } from "../support/provider-by-hand.ts";
import { useProject } from "../support/use-project.ts";

/** The sample model's layout, as far as the changes touch it. */
const SPEC = `helpdesk: otrs
url: http://127.0.0.1:3001/otrs
shared:
  passwordPolicy: length(12)
  login: { resetPassword: true, rememberMe: true }
  themes: { login: keycloak.v2 }
  locales: { supported: [de, en], default: en }
  smtp: { host: mail.acme.example, from: helpdesk@acme.example, starttls: true, auth: { username: helpdesk, password: "\${secret:smtp}" } }
  bruteForce: { maxLoginFailures: 10 }
agents:
  displayName: ACME agents
  roles: [Agent, Admin]
  attributes: { phone: {} }
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Agent, Admin], attributes: { phone: "+49 30 1" } }
customers:
  attributes: { title: {}, phone: {} }
${DIRECTORY}${PROVIDER}`;

describe("changes by hand", () => {
  const project = inSuite(() => useProject());
  let loaded: LoadedModel;
  before(async () => {
    const spec = await project.write("realms/mend.yaml", SPEC);
    await project.initStack("mend", spec, { secret: { "deskrealm:secrets.smtp": "Smtp-Passw0rd-77" } });
    expectCode(await project.pulumi(["up", "--yes", "--skip-preview"]), 0);
    loaded = await modelOf(join(project.root, spec));
    // What is closed by hand would stay so otherwise: test/e2e/closed.e2e.test.ts.
    const gates = Object.values(loaded.model.realms).flatMap(openGates);
    project.env = { ...project.env, [OPEN]: gates.map(({ name }) => name).join(",") };
  });

  const drift = async () => (await findDrift(loaded.model, project.admin)).map(({ text }) => text);
  const mend = async () =>
    expectCode(await project.pulumi(["up", "--yes", "--skip-preview", "--refresh"]), 0);
  const entries = Object.entries(CHANGES).filter(([, { seen }]) => seen.length > 0);
  /** Makes a change and gives what drift tells since. */
  const told = async ({ by }: Change, known: readonly string[]) => {
    await by(new Hand(project.admin, REALM));
    return (await drift()).filter((text) => !known.includes(text));
  };

  test(`each of ${entries.length} changes is told; up puts all right that can stand side by side`, async () => {
    const known: string[] = [];
    for (const [name, change] of entries.filter(([, { alone }]) => alone !== true)) {
      const found = await told(change, known);
      assert.notEqual(found.length, 0, `${name}: not told`);
      known.push(...found);
    }
    await mend();
    assert.deepEqual(await drift(), []);
    expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes"]), 0);
  });

  for (const [name, change] of entries.filter(([, { alone }]) => alone === true)) {
    test(`put right by itself: ${name}`, async () => {
      assert.notEqual((await told(change, [])).length, 0);
      await mend();
      assert.deepEqual(await drift(), []);
    });
  }

  test("what the spec does not name stays as somebody made it", async () => {
    const { id } = await new Hand(project.admin, REALM).client("otrs-app");
    const roles = `/realms/${REALM}/clients/${id}/roles`;
    await project.admin.post(roles, { name: "Made by the helpdesk" });
    await mend();
    const names = (await project.admin.get<{ name: string }[]>(roles)).map(({ name }) => name);
    assert.ok(names.includes("Made by the helpdesk"), names.join(", "));
  });

  test("what stands beside something that is put right stays, too", async () => {
    const hand = new Hand(project.admin, REALM);
    const path = `/realms/${REALM}`;
    const { attributes, browserSecurityHeaders } = await project.admin.get<Record<string, object>>(path);
    const kept = {
      organizationsEnabled: true,
      browserSecurityHeaders: { ...browserSecurityHeaders, referrerPolicy: "origin" },
    };
    const person = await hand.user("root@localhost");
    const note = { note: ["of the helpdesk", "and another"] };
    await hand.setRealm({ ...kept, attributes: { ...attributes, cibaExpiresIn: "240" }, displayName: "x" });
    await hand.setUser("root@localhost", { lastName: "X", attributes: { ...person.attributes, ...note } });
    await hand.setClient("otrs-app", () => ({ alwaysDisplayInConsole: true, name: "X" }));
    await mend();
    assert.deepEqual(await drift(), []);
    const realm = await project.admin.get<Record<string, unknown>>(path);
    assert.deepEqual([realm["organizationsEnabled"], realm["browserSecurityHeaders"]], Object.values(kept));
    assert.equal((realm["attributes"] as Record<string, string>)["cibaExpiresIn"], "240");
    assert.deepEqual((await hand.user("root@localhost")).attributes, { ...person.attributes, ...note });
    assert.equal((await hand.client("otrs-app")).alwaysDisplayInConsole, true);
    expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes"]), 0);
  });
});
