// What the Admin API client does where a server or the way to it breaks off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminClient } from "../../infra/admin/client.ts";
import { failureOf, standIn } from "../support/admin-stand-in.ts";
import { type Fault, FaultyProxy } from "../support/faulty-proxy.ts";

const PAUSES = [1, 1, 1];
const AWAY: Fault = { kind: "answer", status: 503, body: "<html>Service Unavailable</html>" };
const FAULTS: Readonly<Record<string, Fault>> = {
  "a reset before the request": { kind: "reset-before" },
  "a reset after the work": { kind: "reset-after" },
  "a 503 with a page": AWAY,
  "a 503 with nothing": { kind: "answer", status: 503 },
};

async function setUp(timeoutSeconds = 30, pauses = PAUSES) {
  const keycloak = await standIn(() => ({}));
  const proxy = await FaultyProxy.before(keycloak.url);
  const client = new AdminClient(keycloak.connection(timeoutSeconds, proxy.url), { pauses });
  return {
    proxy,
    client,
    /** Calls below /admin that the server saw. */
    calls: () => keycloak.seen.filter((one) => one.includes(" /admin/")),
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await proxy[Symbol.asyncDispose]();
      await keycloak[Symbol.asyncDispose]();
    },
  };
}

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`${name}: what may be done twice is asked again, what creates or deletes is not`, async () => {
    await using setting = await setUp();
    const { client, proxy } = setting;
    await client.login();
    const strike = () => proxy.fail(fault, { path: /^\/admin\// });
    const tries: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["GET", () => client.get("/x")],
      ["PUT", () => client.put("/x", {})],
      ["POST", () => client.post("/x", {})],
      ["DELETE", () => client.delete("/x")],
    ];
    for (const [method, attempt] of tries) {
      const trouble = strike();
      if (method === "GET" || method === "PUT") await attempt();
      else {
        const { code } = await failureOf(attempt());
        assert.equal(code, fault.kind === "answer" ? "admin-refused" : "admin-unreachable", method);
      }
      assert.equal(trouble.hits, 1, method);
      proxy.mend();
    }
    const reached = fault.kind === "reset-after" ? 2 : 1;
    const twice = (method: string) => Array.from({ length: reached }, () => `${method} /admin/x`);
    const once = (method: string) => (fault.kind === "reset-after" ? [`${method} /admin/x`] : []);
    assert.deepEqual(setting.calls(), [...twice("GET"), ...twice("PUT"), ...once("POST"), ...once("DELETE")]);
  });
}

test("a token is asked for again where the answer is lost, and once a call says that it has ended", async () => {
  await using setting = await setUp();
  const { client, proxy } = setting;
  const lost = proxy.fail({ kind: "reset-after" }, { path: /token$/ });
  const ended = proxy.fail({ kind: "answer", status: 401 }, { path: /^\/admin\//, skip: 1 });
  await client.get("/x");
  await client.post("/x", {});
  assert.deepEqual([lost.hits, ended.hits], [1, 1]);
  assert.deepEqual(setting.calls(), ["GET /admin/x", "POST /admin/x"]);
});

test("a server that stays away is asked four times, and told with what to do", async () => {
  await using setting = await setUp();
  const trouble = setting.proxy.fail(AWAY, { path: /^\/admin\//, times: 99 });
  const failure = await failureOf(setting.client.get("/x"));
  assert.equal(trouble.hits, PAUSES.length + 1);
  assert.match(failure.message, /GET .*\/admin\/x: 503\.$/);
  assert.match(failure.hint, /run the same command again once the server answers/);
});

test("all tries together keep the deadline", async () => {
  await using setting = await setUp(1, [300]);
  // On a kept connection the first is no try.
  setting.proxy.fail({ kind: "reset-before" }, { path: /^\/admin\//, times: 2 });
  // In time for a try that had the whole deadline for itself.
  setting.proxy.fail({ kind: "delay", milliseconds: 900 }, { path: /^\/admin\// });
  await setting.client.login();
  const failure = await failureOf(setting.client.get("/x"));
  assert.match(failure.message, /no answer within 1 s/);
});
