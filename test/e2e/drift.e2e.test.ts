import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminClient } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { runDrift } from "../../scripts/commands/drift.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { captured } from "../support/captured.ts";
import { Hand } from "../support/hand.ts";
import { sampleModel } from "../support/sample-model.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const MODEL = sampleModel();

test("drift tells what was changed by hand in words and as JSON, by its exit code, and without a secret", async () => {
  await using keycloak = await startKeycloak();
  const connection = adminOf(keycloak);
  using admin = new AdminClient(connection);
  const drift = async (json: boolean) => {
    const out = captured();
    const code = await runDrift(MODEL, connection, { json }, out.context);
    assert.ok(!out.text().includes(keycloak.adminPassword));
    return [code, out.text()] as const;
  };

  await applyDirectly(admin, MODEL, { secret: () => "Initial-Passw0rd!" });
  assert.deepEqual(await drift(false), [
    0,
    `No differences: otrs-agents, otrs-customer-users on ${keycloak.url} are as the spec says.\n`,
  ]);
  assert.deepEqual(JSON.parse((await drift(true))[1]), {
    version: 1,
    server: keycloak.url,
    differences: [],
  });

  const hand = new Hand(admin, MODEL.realms.agents.realm);
  await hand.setClient("otrs-app", () => ({
    redirectUris: ["http://127.0.0.1:3001/otrs/*", "https://evil.example/*"],
  }));
  await hand.setRealm({ accessTokenLifespan: 600 });
  assert.deepEqual(await drift(false), [
    3,
    "+ agents realm otrs-agents: client otrs-app: redirect URI https://evil.example/* is on the server and not in the spec\n" +
      "~ agents realm otrs-agents: tokens: access token lifespan is 300 s in the spec and 600 s on the server\n" +
      `2 differences between the spec and ${keycloak.url}.\n`,
  ]);
  const [code, json] = await drift(true);
  assert.equal(code, 3);
  const [first] = (JSON.parse(json) as { differences: unknown[] }).differences;
  assert.deepEqual(first, {
    path: "agents/clients/app/redirectUris",
    realm: "otrs-agents",
    kind: "added",
    from: null,
    to: "https://evil.example/*",
    text: "agents realm otrs-agents: client otrs-app: redirect URI https://evil.example/* is on the server and not in the spec",
  });

  await keycloak.stop();
  await assert.rejects(drift(false), (error) => {
    assert.ok(error instanceof AdminFailure);
    assert.equal(error.code, "admin-unreachable");
    return true;
  });
});
