// A helpdesk gets company in its realms, and loses it again: as people do it, with Pulumi and a real Keycloak.

import assert from "node:assert/strict";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import { OWNER_ATTRIBUTE } from "../../infra/model/mark.ts";
import { makeVisitor } from "../support/at-keycloak.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode } from "../support/project.ts";
import { changesBetween, snapshot } from "../support/realm-snapshot.ts";
import { useProject } from "../support/use-project.ts";

const SPEC = "realms/desks.yaml";
const REALM = "company-agents";
const ADA = `ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [Agent], temporaryPassword: "\${secret:ada}" }`;
const ALONE = `helpdesk: otobo
url: https://otobo.acme.example/otobo
interfaces: [agents]
agents: { realm: ${REALM}, displayName: Desk, roles: [Agent], users: { ${ADA} } }
`;
const list = (...more: readonly string[]) => `helpdesks:
  - { helpdesk: otobo, url: https://otobo.acme.example/otobo, interfaces: [agents], agents: { roles: [Agent] } }
${more.map((one) => `  - ${one}\n`).join("")}agents: { realm: ${REALM}, displayName: Desk, users: { ${ADA} } }
`;
const TICKETS =
  "{ helpdesk: osticket, key: tickets, url: https://tickets.acme.example, interfaces: [agents] }";
const STACK = ["--stack", "desks"];

describe("a helpdesk that gets company", () => {
  const project = inSuite(() => useProject({ files: { [SPEC]: ALONE } }));
  before(async () => {
    await project.initStack("desks", SPEC, {
      plain: { "deskrealm:snapshots": "kept" },
      secret: { "deskrealm:secrets.ada": "Initial-Passw0rd!" },
    });
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    await makeVisitor(project.admin, REALM, { username: "grace", password: "Chosen-Passw0rd!" });
  });

  const secretOf = async (clientId: string): Promise<string> => {
    const client = await findClient(project.admin, REALM, clientId);
    const path = adminPath`/realms/${REALM}/clients/${client?.id ?? ""}/client-secret`;
    return (await project.admin.get<{ value: string }>(path)).value;
  };
  const unchanged = async () => {
    expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes", ...STACK]), 0);
    expectCode(await project.deskrealm(["drift", SPEC, ...STACK]), 0);
  };

  test("the realm, its people and the client's secret stay, and only the new helpdesk's client is made", async () => {
    const [secret, ada, grace] = await Promise.all([
      secretOf("otobo"),
      findUser(project.admin, REALM, "ada", { brief: true }),
      findUser(project.admin, REALM, "grace", { brief: true }),
    ]);
    const before = await snapshot(project.admin, REALM);
    await project.write(SPEC, list(TICKETS));

    const live = ["review", "--live", ...STACK, "--format", "json"];
    const { groups } = JSON.parse(expectCode(await project.deskrealm(live), 0).stdout) as {
      groups: { code: string; text: string }[];
    };
    assert.deepEqual(
      groups.map(({ code, text }) => `${code}: ${text}`),
      [`client: agents realm ${REALM}: the client tickets is new`],
    );

    // Plain Pulumi, without Deskrealm's own healing.
    const { text } = expectCode(await project.pulumi(["preview", ...STACK]), 0);
    assert.match(text, /\+ 2 to create/);
    assert.doesNotMatch(text, /to (delete|replace)/);
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);

    const changed = changesBetween(before, await snapshot(project.admin, REALM));
    assert.ok(changed.length > 0);
    for (const line of changed) assert.match(line, /tickets|webAuthnPolicyPasswordlessPasskeysEnabled/, line);
    assert.equal(await secretOf("otobo"), secret);
    assert.equal((await findUser(project.admin, REALM, "ada", { brief: true }))?.id, ada?.id);
    assert.equal((await findUser(project.admin, REALM, "grace", { brief: true }))?.id, grace?.id);
    await unchanged();
  });

  test("the outputs name each helpdesk's client, and no secret is shown", async () => {
    const words = ["stack", "output", "--json", ...STACK];
    const { stdout } = expectCode(await project.pulumi(words), 0);
    const { agents } = JSON.parse(stdout) as {
      agents: { clients: Record<string, { clientId: string; clientSecret: string }> };
    };
    assert.deepEqual(
      Object.entries(agents.clients).map(([key, { clientId }]) => [key, clientId]),
      [
        ["otobo.app", "otobo"],
        ["tickets.app", "tickets"],
      ],
    );
    for (const { clientSecret } of Object.values(agents.clients)) assert.equal(clientSecret, "[secret]");
  });

  test("rotate gives one helpdesk's client a new secret, in that helpdesk's file", async () => {
    const [otobo, tickets] = [await secretOf("otobo"), await secretOf("tickets")];
    expectCode(await project.deskrealm(["rotate", SPEC, "agents.otobo.app", ...STACK]), 0);
    assert.notEqual(await secretOf("otobo"), otobo);
    assert.equal(await secretOf("tickets"), tickets);
    assert.equal((await stat(join(project.root, "rendered/otobo/Config.pm"))).mode & 0o777, 0o600);
    const { text } = await project.deskrealm(["rotate", SPEC, "agents.app", ...STACK]);
    assert.match(text, /write one of: agents\.otobo\.app, agents\.tickets\.app/);
    await unchanged();
  });

  test("verify passes for each, and a lost state is rebuilt from the server", async () => {
    const { stdout } = expectCode(await project.deskrealm(["verify", SPEC, ...STACK]), 0);
    assert.match(stdout, /helpdesk otobo[\s\S]*helpdesk tickets/);
    const [otobo, tickets] = [await secretOf("otobo"), await secretOf("tickets")];
    await rm(join(project.root, "state/.pulumi"), { recursive: true });
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    assert.deepEqual([await secretOf("otobo"), await secretOf("tickets")], [otobo, tickets]);
    await unchanged();
  });

  test("a helpdesk that leaves takes its client along, and nobody and nothing else", async () => {
    const secret = await secretOf("otobo");
    await project.write(SPEC, list());
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    assert.equal(await findClient(project.admin, REALM, "tickets"), undefined);
    assert.equal(await secretOf("otobo"), secret);
    assert.ok(await findUser(project.admin, REALM, "grace", { brief: true }));
    await unchanged();
    const { code, stdout } = await project.deskrealm(["history", SPEC, ...STACK, "--diff", "1"]);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /company-agents: client tickets/);
  });

  test("the spec that leads back to a snapshot is a list, and brings the other helpdesk back", async () => {
    const secret = await secretOf("otobo");
    const words = ["history", SPEC, ...STACK, "--spec", "1"];
    const { stdout } = expectCode(await project.deskrealm(words), 0);
    assert.match(stdout, /^helpdesks:$[\s\S]*key: tickets/m);
    await project.write(SPEC, stdout);
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    assert.ok(await findClient(project.admin, REALM, "tickets"));
    assert.equal(await secretOf("otobo"), secret);
    assert.ok(await findUser(project.admin, REALM, "grace", { brief: true }));
    await unchanged();
    await project.write(SPEC, list());
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
  });

  test("out of the list again is refused, and nothing is lost", async () => {
    await project.write(SPEC, ALONE);
    const { code, text } = await project.deskrealm(["up", SPEC, ...STACK]);
    assert.equal(code, 2, text);
    assert.match(text, /realm-renamed[\s\S]*keep the list `helpdesks:`/);
    const secret = await secretOf("otobo");
    // No plan is looked at here, so it is Keycloak that refuses.
    const plain = await project.pulumi(["up", "--skip-preview", "--yes", ...STACK]);
    assert.notEqual(plain.code, 0, plain.text);
    assert.match(plain.text, /409 Conflict/);
    assert.equal(await secretOf("otobo"), secret);
    assert.ok(await findClient(project.admin, REALM, "otobo"));
    assert.ok(await findUser(project.admin, REALM, "grace", { brief: true }));
    await project.write(SPEC, list());
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    await unchanged();
  });

  test("adopt takes realms over whose clients two helpdesks have", async () => {
    const hand = new Hand(project.admin, REALM);
    await project.write(SPEC, list(TICKETS));
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    const secrets = [await secretOf("otobo"), await secretOf("tickets")];
    await rm(join(project.root, "state/.pulumi"), { recursive: true });
    const { attributes } = await project.admin.get<{ attributes: Record<string, string> }>(
      adminPath`/realms/${REALM}`,
    );
    await hand.setRealm({ attributes: { ...attributes, [OWNER_ATTRIBUTE]: "" } });
    expectCode(await project.deskrealm(["adopt", SPEC, ...STACK, "--yes"]), 0);
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    assert.deepEqual([await secretOf("otobo"), await secretOf("tickets")], secrets);
    await unchanged();
  });
});
