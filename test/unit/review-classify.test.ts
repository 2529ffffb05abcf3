// Every difference that two models can have gets a sentence and a risk, none of them by default.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { classify, UNFORESEEN } from "../../infra/review/classify.ts";
import { plain } from "../../infra/review/phrase.ts";
import { ROWS } from "../../infra/review/rules/table.ts";
import { RISKS, SEVERITIES } from "../../infra/review/types.ts";
import { unknownText } from "../../infra/review/unknown.ts";
import { fullModel } from "../support/full-model.ts";
import { assertGolden, outline } from "../support/golden.ts";
import { mutations } from "../support/mutations.ts";

const LOGIN_ROLES = { agents: "Agent", customers: "Customer User" };
const full = fullModel();

function changes(from: OtrsModel, to: OtrsModel) {
  const side = (model: OtrsModel) => ({ model, loginRoles: LOGIN_ROLES });
  return classify(diffModels(from, to), side(from), side(to));
}

const told = [...mutations(full).map((one) => ({ ...one, base: full })), ...amongSeveral()].flatMap(
  ({ name, model, base }) => [
    { name, found: changes(base, model) },
    { name: `back from: ${name}`, found: changes(model, base) },
  ],
);

/** Two helpdesks in the same realms, of which one is otherwise. */
function amongSeveral(): { name: string; base: OtrsModel; model: OtrsModel }[] {
  const { product, url, ...rest } = full;
  const of = (second: object) =>
    ({ ...rest, helpdesks: { otrs: { product, url }, ...second } }) as unknown as OtrsModel;
  const tickets = { product: "osticket", url: "https://tickets.acme.example" };
  const base = of({ tickets });
  return [
    { name: "helpdesks/tickets gone", base, model: of({}) },
    {
      name: "helpdesks/tickets/url",
      base,
      model: of({ tickets: { ...tickets, url: "https://new.example" } }),
    },
    { name: "helpdesks/tickets/product", base, model: of({ tickets: { ...tickets, product: "deskpro" } }) },
  ];
}

test("each leaf and each part that can differ has a rule", () => {
  for (const { name, found } of told) {
    // First passwords are not compared: a server does not show them.
    if (name.includes("temporaryPassword")) continue;
    assert.notEqual(found.length, 0, name);
    for (const { code, sentence, reason, risk, severity, difference } of found) {
      assert.notEqual(code, UNFORESEEN, `${name}: ${difference.path}`);
      const text = plain(sentence);
      assert.ok(text.length > 10 && reason.length > 10, name);
      const known = text.replaceAll("notUsername(undefined)", "notUsername");
      assert.doesNotMatch(`${known} ${reason}`, /undefined|null|NaN|\[object|\s\s|\.$/, `${name}: ${text}`);
      assert.ok(RISKS.includes(risk) && SEVERITIES.includes(severity));
    }
  }
});

test("each rule is one that a difference can meet, and has a code of its own", () => {
  const met = new Set(told.flatMap(({ found }) => found.map(({ code }) => code)));
  // An order is no leaf.
  const codes = ROWS.map(({ code }) => code).filter((code) => code !== "profile-order");
  assert.deepEqual(
    codes.filter((code) => !met.has(code)),
    [],
  );
  assert.equal(new Set(ROWS.map(({ code }) => code)).size, ROWS.length);
});

test("the sentences are the ones that people know", () => {
  const rows = told
    .filter(({ name }) => !/customers|clients\/api|attributes\/(email|firstName|lastName|phone)\//.test(name))
    .flatMap(({ found }) =>
      found.map(({ sentence, risk, severity, reason, refused, difference }) => [
        ...[difference.path, reason],
        `${severity} ${risk}${refused === true ? ", refused" : ""}: ${plain(sentence)}`,
      ]),
    );
  assertGolden(join(import.meta.dirname, "golden/review-sentences.txt"), outline(rows));
});

test("a person's attribute with the name of a secret is not shown", () => {
  for (const { name, found } of told) {
    for (const { sentence } of found) assert.ok(!plain(sentence).includes("s3cret-value"), name);
  }
});

test("what nobody can make undone is of high risk, and said to be refused", () => {
  const refused = (change: (model: OtrsModel) => OtrsModel) =>
    changes(full, change(full)).map(({ code, risk, severity, refused }) => [code, risk, severity, refused]);
  const agents = (part: object) => (model: OtrsModel) => ({
    ...model,
    realms: { ...model.realms, agents: { ...model.realms.agents, ...part } },
  });
  assert.deepEqual(refused(agents({ realm: "other" })), [["realm-name", "loses", "high", true]]);
  assert.deepEqual(refused(agents({ users: {} })), [["person", "loses", "high", true]]);
  assert.deepEqual(
    refused((model) => ({ ...model, realms: { agents: model.realms.agents } }) as unknown as OtrsModel),
    [["realm", "loses", "high", true]],
  );
});

test("an address on the helpdesk's own host is less of a risk than a foreign one or a wildcard", () => {
  const severity = (uri: string) => {
    const { agents } = full.realms;
    const app = agents.clients["app"];
    assert.ok(app);
    const clients = { ...agents.clients, app: { ...app, redirectUris: [...app.redirectUris, uri] } };
    const to = { ...full, realms: { ...full.realms, agents: { ...agents, clients } } };
    return changes(full, to)[0]?.severity;
  };
  assert.equal(severity("http://127.0.0.1:3001/otrs/callback"), "medium");
  assert.equal(severity("https://evil.example/callback"), "high");
  assert.equal(severity("http://desk.example/callback"), "high");
  assert.equal(severity("https://127.0.0.1.evil.example/*"), "high");
  assert.equal(severity("http://127.0.0.1:3001/*"), "high");
});

test("a value that is unknown is said to be so, whatever its place", () => {
  const unknown = unknownText({ kind: "var", name: "SECRET_HOST" });
  const { agents } = full.realms;
  const tokens = { ...agents.tokens, accessTokenLifespan: unknown as unknown as number };
  const to = { ...full, realms: { ...full.realms, agents: { ...agents, tokens } } };
  const [change] = changes(full, to);
  assert.ok(change);
  assert.equal(
    plain(change.sentence),
    "lifetime of access tokens: now unknown (variable SECRET_HOST) instead of 5 minutes",
  );
  assert.equal(change.risk, "unknown");
});
