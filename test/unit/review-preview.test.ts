// Pulumi's previews, as `pulumi preview --json --refresh` wrote them, with the properties taken out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelOf } from "../../infra/load-model.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { plain } from "../../infra/review/phrase.ts";
import { countSteps, type PreviewStep, readPreview } from "../../infra/review/preview.ts";
import { reviewPairs } from "../../infra/review/review.ts";
import type { ExpandedSide, Side } from "../../infra/review/sides.ts";
import { parseSource } from "../../infra/spec/source.ts";
import { VIEWS } from "../support/reviews.ts";

const recorded = (name: string) => readFile(join(import.meta.dirname, "previews", `${name}.json`), "utf8");
const SPEC = `helpdesk: otrs
url: https://otrs.acme.example
agents: { realm: acme-agents, roles: [Agent, Admin] }
customers: { realm: acme-customers }
`;

/** Names that a review tells of Pulumi, with the severity. */
function told(steps: readonly PreviewStep[], change: (customers: RealmModel) => RealmModel | undefined) {
  const unit = { kind: "stack", name: "acme", spec: "realms/acme.yaml", stackFile: null } as const;
  const rest = { variables: {}, encrypted: {}, keycloakUrl: null, fault: null, specId: null, stackId: null };
  const { value } = modelOf(SPEC, unit.spec, { variables: {}, env: {} });
  assert.ok(value);
  const meant: ExpandedSide = {
    ...value,
    source: parseSource(SPEC, unit.spec),
    stack: null,
    onServer: false,
  };
  const side = { unit: { ...unit, ...rest }, diagnostics: [], unknowns: [], findings: [] };
  const after: Side = { ...side, expanded: meant };
  const { customers, ...others } = (value.model as OtrsModel).realms;
  const held = change(customers);
  const realms = held === undefined ? others : { ...others, customers: held };
  const before: Side = {
    ...side,
    expanded: { ...meant, onServer: true, model: { ...value.model, realms } },
  };
  const { groups } = reviewPairs([{ before, after, live: { refusals: [], steps } }], 1);
  return groups
    .filter(({ about }) => about === "pulumi")
    .map(({ severity, refused = false, sentence }) => [severity, refused, plain(sentence)]);
}

const step = (operation: PreviewStep["operation"], name: string, type: string): PreviewStep => ({
  ...{ operation, name, type, properties: [], isProtected: false, isRefused: false },
});

test("resources are counted as Pulumi counts them, without its groups, its looks and its refusals", async () => {
  const renamed = readPreview(await recorded("realm-renamed"));
  assert.deepEqual(renamed.errors, []);
  assert.deepEqual(countSteps(renamed.steps), { create: 0, update: 0, replace: 9, delete: 1 });
  assert.deepEqual(renamed.steps[0], {
    operation: "replace",
    name: "otrs/customers/realm",
    type: "keycloak:index/realm:Realm",
    properties: ["realm"],
    isProtected: true,
    isRefused: true,
  });
  const deleted = readPreview(await recorded("realm-deleted"));
  assert.deepEqual(countSteps(deleted.steps), { create: 9, update: 0, replace: 0, delete: 1 });
});

test("an error that is no refusal is an error, and a text that is no document is none", () => {
  const urn = "urn:pulumi:acme::deskrealm::keycloak:index/realm:Realm::otrs/agents/realm";
  const diagnostics = [
    { severity: "error", urn, message: "error: 404\nnot found\n" },
    { severity: "warning", message: "old" },
    { severity: "error", message: "error: preview failed\n" },
  ];
  assert.deepEqual(readPreview(JSON.stringify({ diagnostics })), {
    steps: [],
    errors: ["error: 404 not found"],
  });
  assert.throws(() => readPreview("error: no such stack"), SyntaxError);
});

test("of a preview no value is kept: property names alone, without the keys of maps", () => {
  const urn = "urn:pulumi:acme::deskrealm::a:b:H$keycloak:index/user:User::otrs/agents/users/a::b/user";
  const newState = { protect: true, inputs: { attributes: { pin: "hunter2hunter2" } } };
  const steps = [
    { op: "update", urn, newState, oldState: newState, diffReasons: ['attributes["hunter2"]', "email"] },
    { op: "create", urn: "urn:pulumi:acme::deskrealm::pulumi:providers:keycloak::default", newState },
    { op: "create-replacement", urn, newState },
  ];
  const read = readPreview(JSON.stringify({ config: { password: "hunter2hunter2" }, steps }));
  assert.doesNotMatch(JSON.stringify(read), /hunter2/);
  assert.deepEqual(
    read.steps.map(({ name, properties }) => [name, properties]),
    [["otrs/agents/users/a::b/user", ["attributes", "email"]]],
  );
});

test("a realm that Pulumi would replace is one change of high risk, and what goes along is no more", async () => {
  const { steps } = readPreview(await recorded("realm-renamed"));
  assert.deepEqual(
    told(steps, () => undefined),
    [
      [
        "high",
        true,
        "Pulumi also changes otrs/customers/realm: deletes it and creates it anew (realm): refused by up",
      ],
      ["medium", false, "Pulumi also changes otrs/agents/clients/app/roles/Boss: deletes it"],
    ],
  );
});

test("what a sentence tells is told once; what none tells, and what Pulumi leaves, is told by name", () => {
  const longer = (customers: RealmModel) => ({
    ...customers,
    tokens: { ...customers.tokens, accessTokenLifespan: 999 },
  });
  const realm = step("update", "otrs/customers/realm", "keycloak:index/realm:Realm");
  assert.deepEqual(told([realm], longer), []);
  const user = { ...step("delete", "otrs/customers/users/eve/user", "keycloak:index/user:User") };
  const profile = step("update", "otrs/customers/profile", "x:y:RealmUserProfile");
  assert.deepEqual(told([user, { ...profile, properties: ["attributes"] }], longer), [
    ["high", false, "Pulumi also changes otrs/customers/users/eve/user: deletes it"],
    ["medium", false, "Pulumi would do nothing about otrs/customers/realm: it stays as it is on the server"],
    ["low", false, "Pulumi also changes otrs/customers/profile: updates it (attributes)"],
  ]);
  const unit = step("replace", "otrs/agents/clients/app/client", "keycloak:openid/client:Client");
  assert.deepEqual(
    told([unit], (same) => same),
    [["high", false, "Pulumi also changes otrs/agents/clients/app/client: deletes it and creates it anew"]],
  );
});

test("every view says how the look at the servers went, and one of committed files says nothing of it", () => {
  const numbers = { create: 1, update: 2, replace: 0, delete: 0 };
  const live = {
    previews: [{ helpdesk: "north", ...numbers }],
    withoutPreview: [{ helpdesk: "south", code: "refused", message: "up refuses it" }],
    failed: [{ helpdesk: "dead", code: "admin-unreachable", message: "no <b>answer</b>" }],
  };
  for (const view of VIEWS) {
    const text = view(reviewPairs([], 3, live));
    for (const word of ["north", "south", "dead", "admin-unreachable"].slice(
      view.name === "reviewJson" ? 0 : 1,
    ))
      assert.ok(text.includes(word), `${view.name}: ${word}`);
    assert.ok(!view(reviewPairs([], 3)).includes("Pulumi"), view.name);
  }
  const [text, markdown, html] = VIEWS.map((view) => view(reviewPairs([], 3, live)));
  assert.match(
    text ?? "",
    /^No change in 2 of 3 helpdesks\.\nPulumi's preview of 1 stack: 1 to create, 2 to up/,
  );
  assert.match(markdown ?? "", /- Not reviewed \(admin-unreachable\): `dead`: `no <b>answer<\/b>`\n/);
  assert.match(html ?? "", /no &lt;b&gt;answer/);
});
