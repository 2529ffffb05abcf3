import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findDrift } from "../../scripts/drift/find.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { modelOf } from "../support/live.ts";
import { keycloakEnvironment } from "../support/project.ts";
import { cli } from "../support/run-cli.ts";
import { StackFolder } from "../support/stack-folder.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const SPEC = "realms/desk.yaml";
const TEXT = `helpdesk: otrs
url: https://\${var:HOST}
agents: { realm: "\${var:PREFIX}-agents", roles: [Admin] }
customers: { realm: "\${var:PREFIX}-customers" }
`;
const NAMES = ["north", "south"] as const;

describe("drift on a real Keycloak", () => {
  const keycloak = inSuite(() => startKeycloak());
  const folder = inSuite(() => StackFolder.create({ [SPEC]: TEXT }));

  const variables = (name: string) => ({ HOST: `${name}.example`, PREFIX: name });
  const model = (name: string) =>
    modelOf(`${folder.root}/${SPEC}`, { variables: variables(name) }).then((loaded) => loaded.model);
  const drift = async (...words: string[]) => {
    const env = keycloakEnvironment(keycloak, "http://unused.invalid");
    const outcome = await cli(["drift", ...words], { root: folder.root, cwd: folder.root, env });
    assert.ok(!`${outcome.stdout}${outcome.stderr}`.includes(keycloak.adminPassword));
    return outcome;
  };

  before(async () => {
    for (const name of NAMES) {
      await folder.stack(name, {
        "deskrealm:spec": SPEC,
        "deskrealm:variables": variables(name),
        "keycloak:url": keycloak.url,
      });
      await applyDirectly(keycloak.admin, await model(name));
    }
  });

  test("without a difference: exit code 0 and one line for each stack, in every format", async () => {
    assert.deepEqual(await drift("--stack", "north"), {
      code: 0,
      stdout: `No differences: north-agents, north-customers on ${keycloak.url} are as the spec says.\n`,
      stderr: "",
    });
    const line = (name: string) =>
      `${name} (${SPEC})\nNo differences: ${name}-agents, ${name}-customers on ${keycloak.url} are as the spec says.\n\n`;
    const both = `${line("north")}${line("south")}2 stacks: 2 as the spec says, 0 different, 0 not checked\n`;
    assert.deepEqual(await drift("--all"), { code: 0, stdout: both, stderr: "" });
    assert.deepEqual(await drift(SPEC), { code: 0, stdout: both, stderr: "" });
    const { code, stdout } = await drift(SPEC, "--stack", "south", "--format", "json");
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      version: 1,
      stacks: [
        {
          stack: "south",
          spec: SPEC,
          server: keycloak.url,
          realms: ["south-agents", "south-customers"],
          differences: [],
        },
      ],
    });
  });

  test("300 clients and 300 roles of others cost not one call more", async () => {
    const north = await model("north");
    const calls = async () => {
      using counting = new AdminClient(adminOf(keycloak));
      assert.deepEqual(await findDrift(north, counting), []);
      return counting.calls;
    };
    const alone = await calls();
    const many = Array.from({ length: 300 }, (_, index) => `foreign-${index}`);
    const { realm } = north.realms.agents;
    const add = (what: object) =>
      keycloak.admin.postFor(adminPath`/realms/${realm}/partialImport`, {
        ifResourceExists: "FAIL",
        ...what,
      });
    const named = many.map((name) => ({ name }));
    await add({ roles: { realm: named, client: { "realm-management": named } } });
    // The time of an import grows with the square of its clients.
    for (let start = 0; start < many.length; start += 30) {
      const some = many.slice(start, start + 30);
      await add({ clients: some.map((clientId) => ({ clientId, protocol: "openid-connect" })) });
    }
    const clients = adminPath`/realms/${realm}/clients`;
    assert.ok((await keycloak.admin.listAll(clients)).length > 300);
    assert.equal(await calls(), alone);
  });

  test("several stacks, one changed by hand and one with a dead server: each is told, none hides another", async () => {
    const hand = new Hand(keycloak.admin, "south-agents");
    await hand.setClient("otrs-app", () => ({
      redirectUris: ["https://south.example/*", "https://evil.example/*"],
    }));
    await hand.setRealm({ accessTokenLifespan: 600 });
    const found =
      "+ agents realm south-agents: client otrs-app: redirect URI https://evil.example/* is on the server and not in the spec\n" +
      "~ agents realm south-agents: tokens: access token lifespan is 300 s in the spec and 600 s on the server\n" +
      `2 differences between the spec and ${keycloak.url}.\n`;
    assert.deepEqual(await drift("--stack", "south"), { code: 3, stdout: found, stderr: "" });
    assert.equal((await drift("--all")).code, 3);

    const dead = `http://127.0.0.1:${await freePort()}`;
    await folder.stack("dead", {
      "deskrealm:spec": SPEC,
      "deskrealm:variables": variables("dead"),
      "keycloak:url": dead,
    });
    await folder.stack("empty", {});
    await folder.write("stacks/Pulumi.torn.yaml", "config: { x: '");
    const all = await drift("--all");
    assert.equal(all.code, 1);
    assert.ok(
      all.stdout.includes(`\nsouth (${SPEC})\n${found}`) || all.stdout.includes(`south (${SPEC})\n${found}`),
    );
    assert.match(all.stdout, /north \(realms\/desk\.yaml\)\nNo differences/);
    assert.match(all.stdout, /5 stacks: 1 as the spec says, 1 different, 3 not checked\n$/);
    assert.match(all.stderr, /^dead: error admin-unreachable: POST http:\/\/127/m);
    assert.match(
      all.stderr,
      /^empty: error configuration-missing: The stack empty does not name its spec\./m,
    );

    const { stacks } = JSON.parse((await drift("--all", "--format", "json")).stdout);
    assert.deepEqual(
      stacks.map((one: { stack: string; error?: { code: string }; differences?: unknown[] }) => [
        one.stack,
        one.error?.code ?? one.differences?.length,
      ]),
      [
        ["dead", "admin-unreachable"],
        ["empty", "configuration-missing"],
        ["north", 0],
        ["south", 2],
        ["torn", "configuration-missing"],
      ],
    );
    assert.deepEqual(stacks[3].differences[0], {
      path: "agents/clients/app/redirectUris",
      realm: "south-agents",
      kind: "added",
      from: null,
      to: "https://evil.example/*",
      text: "agents realm south-agents: client otrs-app: redirect URI https://evil.example/* is on the server and not in the spec",
    });
    const { stdout } = await drift("--all", "--format", "markdown");
    assert.match(stdout, /^## `dead`\n\n\*\*Not checked\*\* \(admin-unreachable\): `POST /);
    assert.match(stdout, /\n- \*\*added\*\*: `agents realm south-agents: client otrs-app: redirect URI /);
    assert.equal((await drift("--stack", "empty")).code, 2);
  });
});
