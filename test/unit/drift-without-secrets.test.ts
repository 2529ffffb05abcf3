// A difference is told, a secret in it is not.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { ClientModel, UserModel } from "../../infra/model/types.ts";
import { modelWithoutSecrets, withoutSecrets } from "../../infra/model/without-secrets.ts";
import { sampleFederation } from "../support/sample-federation.ts";
import { sampleModel } from "../support/sample-model.ts";

const SECRET = "hunter2";
const MODEL = sampleModel();

function withAgents(change: Partial<OtrsModel["realms"]["agents"]>): OtrsModel {
  return { ...MODEL, realms: { ...MODEL.realms, agents: { ...MODEL.realms.agents, ...change } } };
}

const root = MODEL.realms.agents.users["root@localhost"] as UserModel;
const secretive: UserModel = { ...root, attributes: { phone: ["1"], apiToken: [SECRET] } };

const { app } = MODEL.realms.agents.clients as { app: ClientModel };

/** The model with one mapper at the agents' pages. */
function withMapper(name: string, config: Readonly<Record<string, string>>): OtrsModel {
  const mappers = { [name]: { type: "oidc-hardcoded-claim-mapper", config } };
  return withAgents({ clients: { ...MODEL.realms.agents.clients, app: { ...app, mappers } } });
}

/** The model whose agents come from a directory. */
function withDirectory(parts: Partial<FederationModel>): OtrsModel {
  return withAgents({ federations: { ldap: sampleFederation(parts) } });
}
/** A directory's mapper of a kind that writes the same value into everybody. */
const writing = (config: Readonly<Record<string, string>>) =>
  withDirectory({ mappers: { first: { type: "hardcoded-ldap-attribute-mapper", config } } });

for (const [name, to, kept] of [
  ["a changed attribute", withAgents({ users: { "root@localhost": secretive } }), '"a secret"'],
  ["a whole person", withAgents({ users: { "root@localhost": root, ada: secretive } }), '"a secret"'],
  ["a mapper's setting", withMapper("ldap", { apiKey: SECRET }), '"a secret"'],
  ["a claim", withMapper("sync", { "claim.name": "api_token", "claim.value": SECRET }), '"a secret"'],
  ["a directory's address", withDirectory({ connectionUrl: `ldap://u:${SECRET}@l.example` }), "@l.example"],
  ["a first password", writing({ "ldap.attribute.value": SECRET }), '"a secret"'],
  ["a fixed value", writing({ "user.model.attribute": "x", "attribute.value": SECRET }), '"a secret"'],
  ["a directory's mapper", writing({ "some.password": SECRET }), '"a secret"'],
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

test("a whole model is kept without them; a mapper's flags, and what holds none, stay", () => {
  const config = { "claim.name": "password", "claim.value": SECRET, "access.token.claim": "true" };
  const model = withMapper("sync", config);
  const { agents } = model.realms;
  const whole = {
    ...model,
    realms: { ...model.realms, agents: { ...agents, frontendUrl: `https://u:${SECRET}@a.example` } },
  };
  const kept = modelWithoutSecrets(whole);
  assert.ok(JSON.stringify(whole).includes(SECRET) && !JSON.stringify(kept).includes(SECRET));
  assert.deepEqual(kept.realms.agents?.clients["app"]?.mappers["sync"]?.config, {
    ...config,
    "claim.value": "a secret",
  });
  assert.deepEqual(modelWithoutSecrets(MODEL), MODEL);
});

test("a claim whose mapper sounds like a secret is covered where only its value has changed", () => {
  const of = (value: string) => withMapper("api token", { "claim.name": "x", "claim.value": value });
  const differences = diffModels(of("before"), of(SECRET));
  assert.equal(differences.length, 1);
  assert.ok(!JSON.stringify(differences.map(withoutSecrets)).includes(SECRET));
});

test("of a directory's mapper nothing is shown but that its fixed value has changed", () => {
  const of = (value: string) => writing({ "ldap.attribute.name": "x", "ldap.attribute.value": value });
  const differences = diffModels(of("before"), of(SECRET));
  assert.equal(differences.length, 1);
  assert.ok(!JSON.stringify(differences.map(withoutSecrets)).includes(SECRET));
});

test("what a directory's account is asked for by name, and its mappers' flags, stay", () => {
  const model = withDirectory({});
  assert.deepEqual(modelWithoutSecrets(model), model);
});
