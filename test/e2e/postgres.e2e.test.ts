// PostgreSQL beneath everything: Pulumi's state in it, and a Keycloak of two nodes on it.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { AdminClient } from "../../infra/admin/client.ts";
import { FaultyStack } from "../support/faulty-stack.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { KeycloakCluster } from "../support/keycloak-cluster.ts";
import { Postgres } from "../support/postgres.ts";
import { expectCode } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";

describe("a Keycloak of two nodes on PostgreSQL, and the state beside it", () => {
  const postgres = inSuite(() => Postgres.start());
  const cluster = inSuite(() => KeycloakCluster.start(postgres, 2));
  let backend: string;
  before(async () => {
    backend = await postgres.createDatabase("state");
  });

  const urls = () => cluster.nodes.map(({ url }) => url);
  const setUp = (name: string) =>
    FaultyStack.create({ name, account: cluster, urls: urls(), env: { PULUMI_BACKEND_URL: backend } });

  test("up, preview, a change by hand, drift and destroy: as with a folder, and the database's password is never said", async () => {
    await using stack = await setUp("kept");
    const [first = "", second = ""] = urls();
    assert.equal(await postgres.query("keycloak", "SELECT count(*) FROM jgroups_ping"), "2\n");
    expectCode(await stack.run("up"), 0);
    const states = "SELECT count(*) FROM pulumi_state WHERE key LIKE '%stacks/deskrealm/kept.json'";
    assert.equal(await postgres.query("state", states), "1\n");
    assert.match(expectCode(await stack.run("preview"), 0).stdout, /\d+ unchanged/);
    // By one node; the other, which every command asks, has the realm in its cache.
    using hand = new AdminClient(adminOf({ url: second, ...accountOf(cluster) }));
    await new Hand(hand, stack.agents).setRealm({ registrationAllowed: true });
    assert.match(expectCode(await stack.run("drift"), 3).stdout, /registration/i);
    expectCode(await stack.run("up"), 0);
    await stack.assertHome(first);

    const { env } = stack.project;
    stack.project.env = { ...env, PULUMI_BACKEND_URL: backend.replace(`:${postgres.port}/`, ":9/") };
    const { stderr } = expectCode(await stack.run("up"), 1);
    assert.match(stderr, /could not be opened: .*postgres:\/\/deskrealm:•+@127\.0\.0\.1:9\/state/);
    stack.project.env = env;
    expectCode(await stack.destroy(), 0);
    assert.ok(!stack.project.said.join("\n").includes(postgres.password));
  });

  test("kill -9 in the middle: the same command takes the lock away and gets home", async () => {
    await using stack = await setUp("killed");
    await stack.killAt({ method: "POST", path: /\/clients$/ });
    const locks = "SELECT count(*) FROM pulumi_state WHERE key LIKE '%locks/%/killed/%'";
    assert.equal(await postgres.query("state", locks), "1\n");
    const { stderr } = expectCode(await stack.run("up"), 0);
    assert.match(stderr, /^healed: took away the lock of process \d+ of this machine/m);
    await stack.assertHome(urls()[0] ?? "");
    assert.ok(!stack.project.said.join("\n").includes(postgres.password));
  });

  test("a lost state with a lock left: the words say what to delete, and then the same command gets home", async () => {
    await using stack = await setUp("lost");
    await stack.killAt({ method: "POST", path: /\/clients$/ });
    await postgres.query("state", "DELETE FROM pulumi_state WHERE key LIKE '%stacks/deskrealm/lost.json%'");
    const locks = "SELECT count(*) FROM pulumi_state WHERE key LIKE '%locks/%/lost/%'";
    assert.equal(await postgres.query("state", locks), "1\n");
    const refused = expectCode(await stack.run("up"), 1);
    assert.match(
      refused.stderr,
      /^error stack-locked: The backend has no state of the stack lost, and a lock of/m,
    );
    const [, query = ""] = /\(in PostgreSQL: (DELETE [^)]+)\)/.exec(refused.stderr) ?? [];
    assert.equal(await postgres.query("state", query), "DELETE 1\n");
    const { stderr } = expectCode(await stack.run("up"), 0);
    assert.match(stderr, /^healed: took into the state, unchanged on the server: lost-agents: the realm/m);
    await stack.assertHome(urls()[0] ?? "");
  });

  test("kill -9 of one node in the middle: the other goes on, and the same command gets home", async () => {
    await using stack = await setUp("node");
    const [first] = cluster.nodes;
    const killed = stack.proxy.fail(
      { kind: "after", happen: async () => first?.crash() },
      { method: "POST", path: /\/clients$/ },
    );
    const failed = await stack.untilHome(3);
    assert.equal(killed.hits, 1);
    // Whether the call that was under way is lost is a matter of milliseconds.
    for (const { stderr } of failed.slice(0, 1))
      assert.match(stderr, /\/client was not created \(the server may have done it all the same\)/);
    await stack.assertHome(urls()[1] ?? "");
  });
});

const accountOf = ({ adminUsername, adminPassword }: KeycloakCluster) => ({ adminUsername, adminPassword });
