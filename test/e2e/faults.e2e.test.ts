// Networks and servers that fail in the middle: an operation says what is done and what is not, and the same
// command, run again, gets home.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import type { Fault, When } from "../support/faulty-proxy.ts";
import { assertAccount, FaultyStack, faultySpec } from "../support/faulty-stack.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { realmOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { startKeycloak } from "../support/test-keycloak.ts";

const PAGE = "<html><body>Service Unavailable</body></html>";

describe("with a server that fails in the middle", { concurrency: 2 }, () => {
  const keycloak = inSuite(() => startKeycloak());
  const setUp = (name: string) => FaultyStack.create({ name, account: keycloak, urls: [keycloak.url] });

  test("an answer that takes a minute, and a token that has ended, end no run", async () => {
    await using stack = await setUp("slow");
    const faults = [
      stack.proxy.fail({ kind: "delay", milliseconds: 60_000 }, { method: "POST", path: /\/admin\/realms$/ }),
      stack.proxy.fail({ kind: "answer", status: 401 }, { method: "POST", path: /\/clients$/ }),
      stack.proxy.fail({ kind: "answer", status: 401 }, { method: "POST", path: /\/partialImport$/ }),
    ];
    expectCode(await stack.run("up"), 0);
    assert.deepEqual(
      faults.map(({ hits }) => hits),
      [1, 1, 1],
    );
    await stack.assertHome(keycloak.url);
  });

  test("connections that break before and after the work, and a 503: each run tells, and the last one is home", async () => {
    await using stack = await setUp("broken");
    const faults: readonly (readonly [Fault, When])[] = [
      [{ kind: "reset-after" }, { method: "POST", path: /\/admin\/realms$/ }],
      [{ kind: "reset-before" }, { method: "POST", path: /\/admin\/realms$/ }],
      [
        { kind: "answer", status: 503, body: PAGE },
        { method: "POST", path: /\/clients$/ },
      ],
      [{ kind: "reset-after" }, { method: "POST", path: /\/clients$/ }],
      [{ kind: "reset-after" }, { method: "POST", path: /\/clients\/[^/]+\/roles$/ }],
      [{ kind: "reset-after" }, { method: "POST", path: /\/users$/ }],
      [{ kind: "reset-after" }, { method: "PUT", path: /\/users\/profile$/ }],
      [{ kind: "reset-after" }, { method: "POST", path: /\/role-mappings\/clients\// }],
    ];
    const set = faults.map(([fault, when]) => stack.proxy.fail(fault, when));
    const failed = await stack.untilHome(faults.length);
    assert.deepEqual(
      set.map(({ hits }) => hits),
      faults.map(() => 1),
    );
    const said = failed.map(({ stderr }) => stderr).join("\n");
    assert.match(
      said,
      /otrs\/\w+\/realm was not created \(the server may have done it all the same\): .*connection reset by peer/,
    );
    assert.match(said, /^not tried \(\d+\):\n {2}otrs\//m);
    assert.match(said, /: 503 Service Unavailable\.$/m);
    await stack.assertHome(keycloak.url);
    const { id } = await new Hand(keycloak.admin, stack.agents).user("root@localhost");
    const credentials = await keycloak.admin.get<{ type: string }[]>(
      adminPath`/realms/${stack.agents}/users/${id}/credentials`,
    );
    assert.deepEqual(
      credentials.map(({ type }) => type),
      ["password"],
    );
  });

  test("an answer after the time-out: what the server did all the same comes under the stack", async () => {
    await using stack = await setUp("late");
    await stack.project.initStack("late", "realms/late.yaml", { plain: { "keycloak:clientTimeout": "20" } });
    const when = { method: "POST", path: /\/admin\/realms$/ };
    stack.proxy.fail({ kind: "delay", milliseconds: 25_000 }, when);
    const { stderr } = assertAccount(await stack.run("up"));
    assert.match(
      stderr,
      /otrs\/\w+\/realm was not created \(the server may have done it all the same\): .*Client\.Timeout/,
    );
    // The server may still be at it, and be done after the next run has looked.
    await stack.untilHome(3);
    await stack.assertHome(keycloak.url);
  });

  test("what comes about on the server after the look comes under the stack in a second one", async () => {
    await using stack = await setUp("meanwhile");
    const path = adminPath`/realms/${stack.agents}/clients`;
    // Which of the two is asked for first is a matter of milliseconds.
    const happen = () =>
      Promise.allSettled(["otrs-app", "otrs-api"].map((clientId) => keycloak.admin.post(path, { clientId })));
    const when = { method: "POST", path: /\/meanwhile-agents\/clients$/ };
    const made = stack.proxy.fail({ kind: "before", happen }, when);
    const { stderr } = expectCode(await stack.run("up"), 0);
    assert.equal(made.hits, 1);
    assert.match(
      stderr,
      /^healed: took into the state, unchanged on the server: meanwhile-agents: .*client otrs-/m,
    );
    await stack.assertHome(keycloak.url);
  });

  test("an update and a destruction that break: nobody is lost, and the same command ends them", async () => {
    await using stack = await setUp("change");
    expectCode(await stack.run("up"), 0);
    const { id } = await new Hand(keycloak.admin, stack.agents).user("root@localhost");
    const text = faultySpec("change").replace(
      "roles: [Agent, Admin]",
      "displayName: Ours\n  roles: [Agent, Admin, Guest]",
    );
    await stack.project.write("realms/change.yaml", text);
    stack.proxy.fail({ kind: "reset-after" }, { method: "PUT", path: /\/admin\/realms\/[^/]+$/ });
    stack.proxy.fail({ kind: "reset-after" }, { method: "POST", path: /\/clients\/[^/]+\/roles$/ });
    await stack.untilHome(2);
    await stack.assertHome(keycloak.url);
    assert.equal((await new Hand(keycloak.admin, stack.agents).user("root@localhost")).id, id);

    // The plugin deletes a second time where the first answer is lost, and finds nothing.
    const deleted = stack.proxy.fail(
      { kind: "reset-after" },
      { method: "DELETE", path: /\/admin\/realms\/[^/]+$/ },
    );
    const { stderr } = expectCode(await stack.destroy(), 0);
    assert.equal(deleted.hits, 1);
    assert.match(stderr, /\/realm was not deleted: .*404 Not Found/);
    assert.match(stderr, /^healed: took out of the state what is not on the server: otrs\/\w+\/realm$/m);
    for (const realm of [stack.agents, stack.customers])
      assert.equal(await realmOf(keycloak.admin, realm), undefined);
  });

  test("a realm that Keycloak ends deleting while it is taken into a lost state: destroy goes on without it", async () => {
    await using stack = await setUp("vanishing");
    expectCode(await stack.run("up"), 0);
    await stack.loseState();
    const happen = () => keycloak.admin.delete(adminPath`/realms/${stack.customers}`);
    // By its own id a client is asked for only as it is imported.
    const when = { method: "GET", path: /\/vanishing-customers\/clients\/[\w-]+$/ };
    const deleted = stack.proxy.fail({ kind: "before", happen }, when);
    const { stderr } = expectCode(await stack.destroy(), 0);
    assert.equal(deleted.hits, 1);
    assert.match(
      stderr,
      /^healed: took out of the state what is not on the server: otrs\/customers\/realm$/m,
    );
    for (const realm of [stack.agents, stack.customers])
      assert.equal(await realmOf(keycloak.admin, realm), undefined);
  });
});
