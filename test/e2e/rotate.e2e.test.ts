import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode } from "../support/project.ts";
import { useProject } from "../support/use-project.ts";

const SPEC = "realms/rotating.yaml";
const text = (name: string) => `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: rotating-agents
  clients: { api: { name: ${name} } }
customers:
  realm: rotating-customers
`;
const STACK = ["--stack", "rotating"];

describe("deskrealm rotate, on a real Keycloak", () => {
  const project = inSuite(() => useProject({ files: { [SPEC]: text("Helpdesk") } }));

  const secretOf = async (realm: string): Promise<string> => {
    const client = await findClient(project.admin, realm, "otrs-api");
    const path = adminPath`/realms/${realm}/clients/${client?.id ?? ""}/client-secret`;
    return (await project.admin.get<{ value: string }>(path)).value;
  };
  /** The status with which Keycloak answers the helpdesk's server. */
  const logIn = async (realm: string, secret: string): Promise<number> => {
    const answer = await fetch(`${project.keycloak.url}/realms/${realm}/protocol/openid-connect/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: "otrs-api",
        client_secret: secret,
      }),
    });
    return answer.status;
  };

  test("the new secret is in the file and works, the old one is refused, and neither is shown", async () => {
    const words = ["rotate", SPEC, "agents.api", "--out", "rendered", ...STACK];
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    const [old, others] = await Promise.all([secretOf("rotating-agents"), secretOf("rotating-customers")]);
    assert.equal(await logIn("rotating-agents", old), 200);

    const { stdout, stderr } = expectCode(await project.deskrealm(words), 0);

    const now = await secretOf("rotating-agents");
    assert.notEqual(now, old);
    assert.deepEqual([await logIn("rotating-agents", old), await logIn("rotating-agents", now)], [401, 200]);
    assert.equal(await secretOf("rotating-customers"), others);
    const file = join(project.root, "rendered/Config.pm");
    assert.ok((await readFile(file, "utf8")).includes(now));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    for (const secret of [old, now, others]) {
      assert.ok(!stdout.includes(secret) && !stderr.includes(secret));
    }
    assert.match(stderr, /otrs-api of realm rotating-agents has a new secret/);
  });

  test("neither an unchanged nor a changed stack brings the old secret back", async () => {
    const now = await secretOf("rotating-agents");
    await project.write(SPEC, text("Renamed"));
    // Without --refresh, as plain Pulumi does it.
    const { stdout } = expectCode(await project.pulumi(["up", "--yes", "--stack", "rotating"]), 0);
    assert.match(stdout, /clients\/api\/client/);
    assert.equal(await secretOf("rotating-agents"), now);
    assert.equal(await logIn("rotating-agents", now), 200);
  });

  test("a client that is not there, without a secret, or not one alone is refused with those that can be", async () => {
    const before = await secretOf("rotating-agents");
    for (const [word, why] of [
      ["agents.apl", /The spec has no client agents\.apl/],
      ["agents.app", /is public and has no secret/],
      ["otrs-api", /is the id of several clients/],
    ] as const) {
      const { stderr } = expectCode(await project.deskrealm(["rotate", SPEC, word, ...STACK]), 2);
      assert.match(stderr, why);
      assert.match(stderr, /hint: write one of: agents\.api, customers\.api/);
    }
    assert.equal(await secretOf("rotating-agents"), before);
  });

  test("a realm of another stack keeps its secret", async () => {
    const before = await secretOf("rotating-agents");
    const { stderr } = expectCode(
      await project.deskrealm(["rotate", SPEC, "agents.api", "--stack", "stranger"]),
      1,
    );
    assert.match(stderr, /error realm-not-ours/);
    assert.equal(await secretOf("rotating-agents"), before);
  });
});
