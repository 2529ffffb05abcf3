// A Keycloak that is killed in the middle and started again: the same command gets home.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import { assertAccount, FaultyStack } from "../support/faulty-stack.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode } from "../support/project.ts";
import { usualVersion } from "../support/versions.ts";

describe("kill -9 of Keycloak", () => {
  const keycloak = inSuite(() => Keycloak.start({ version: usualVersion, env: process.env }));

  test("as a realm, a client and a person are made: told each time, home in the end", async () => {
    await using stack = await FaultyStack.create({ name: "crash", account: keycloak, urls: [keycloak.url] });
    for (const path of [/\/admin\/realms$/, /\/clients$/, /\/users$/]) {
      const killed = stack.proxy.fail(
        { kind: "before", happen: () => keycloak.crash() },
        { method: "POST", path },
      );
      assertAccount(await stack.run("up"));
      assert.equal(killed.hits, 1);
      await keycloak.restart();
    }
    expectCode(await stack.run("up"), 0);
    await stack.assertHome(keycloak.url);
  });

  test("while it is down: nothing was changed, and the address is told", async () => {
    await using stack = await FaultyStack.create({ name: "down", account: keycloak, urls: [keycloak.url] });
    await keycloak.crash();
    const { stderr } = expectCode(await stack.run("up"), 1);
    assert.match(
      stderr,
      /^error admin-unreachable: POST http:\/\/127\.0\.0\.1:\d+\/realms\/master\/.*no answer/m,
    );
    assert.doesNotMatch(stderr, /created/);
  });
});
