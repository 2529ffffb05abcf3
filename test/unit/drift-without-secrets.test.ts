// A difference is told, a secret in it is not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { diffModels } from "../../infra/model/diff.ts";
import type { Model, UserModel } from "../../infra/model/types.ts";
import { withoutSecrets } from "../../infra/model/without-secrets.ts";
import { sampleModel } from "../support/sample-model.ts";

const SECRET = "hunter2";
const MODEL = sampleModel();

function withAgents(change: Partial<Model["realms"]["agents"]>): Model {
  return { ...MODEL, realms: { ...MODEL.realms, agents: { ...MODEL.realms.agents, ...change } } };
}

const root = MODEL.realms.agents.users["root@localhost"] as UserModel;
const secretive: UserModel = { ...root, attributes: { phone: ["1"], apiToken: [SECRET] } };

for (const [name, to, kept] of [
  ["a changed attribute", withAgents({ users: { "root@localhost": secretive } }), '"a secret"'],
  ["a whole person", withAgents({ users: { "root@localhost": root, ada: secretive } }), '"a secret"'],
  ["a URL", withAgents({ frontendUrl: `https://u:${SECRET}@login.example` }), "@login.example"],
] as const) {
  test(`${name} is told without its secret`, () => {
    const differences = diffModels(MODEL, to);
    assert.ok(JSON.stringify(differences).includes(SECRET));
    const told = JSON.stringify(differences.map(withoutSecrets));
    assert.ok(!told.includes(SECRET));
    assert.ok(told.includes(kept), told);
    assert.deepEqual(
      differences.map(withoutSecrets).map(({ path }) => path),
      differences.map(({ path }) => path),
    );
  });
}
