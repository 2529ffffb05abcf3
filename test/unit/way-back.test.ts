// The spec that leads back means what the realms were, and keeps of the present one what goes with that.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Plain } from "../../infra/export/edit.ts";
import { type WayBack, wayBack, withoutPeople } from "../../infra/export/way-back.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { valueAt } from "../../infra/spec/translate.ts";
import { leadBack } from "../../scripts/history/lead-back.ts";
import { goodSpec, goodSpecs } from "../support/good-spec.ts";
import { OWNER, past, SERVER } from "../support/snapshots.ts";

const VALUES = { variables: {}, env: { ADA_PASSWORD: "x" } };

function presentOf(text: string) {
  const { value } = loadSpec(text, "spec.yaml", VALUES);
  assert.ok(value);
  const { model, loginRoles } = expandSpec(value.spec);
  return { model, loginRoles, data: value.source.data as Plain, values: VALUES };
}

function backTo(model: PartialModel, text: string): WayBack {
  const found = wayBack(model, presentOf(text));
  assert.ok(found);
  return found;
}

function meaning(spec: unknown) {
  const { value, diagnostics } = loadSpec(JSON.stringify(spec), "spec.yaml", VALUES);
  assert.ok(value, JSON.stringify(diagnostics));
  return expandSpec(value.spec).model;
}

describe("back to the realms of each sample, whatever the spec is now", () => {
  const present = goodSpec("realms/acme.yaml").text;
  for (const { name, text } of goodSpecs()) {
    test(name, () => {
      const model = past(text);
      const { spec, rest } = backTo(model, present);
      assert.deepEqual(rest, []);
      assert.deepEqual(diffModels({ ...model, realms: withoutPeople(meaning(spec)).realms }, model), []);
    });
  }
});

for (const { name, text } of goodSpecs()) {
  test(`where nothing has changed since, people, references and choices of ${name} all stay`, () => {
    const { spec, unfit, writtenOut } = backTo(past(text), text);
    assert.deepEqual([unfit, writtenOut], [[], []]);
    assert.deepEqual(diffModels(meaning(spec), presentOf(text).model), []);
    const data = parsePlain(text) as Plain;
    for (const key of ["policy", "config", "backendUrl", "ephemeral"]) assert.deepEqual(spec[key], data[key]);
    for (const key of ["agents", "customers"])
      assert.equal(valueAt(spec, [key, "loginRole"]), valueAt(data, [key, "loginRole"]));
  });
}

const BEFORE = `helpdesk: otrs
url: https://old.acme.example/otrs
shared: { displayName: ACME }
agents: { roles: [Agent, Admin] }
`;
const NOW = `helpdesk: otrs
url: https://\${var:HOST:-new.acme.example}/otrs
config: { remoteCheck: true }
shared: { displayName: "\${var:NAME:-ACME}", passwordPolicy: length(12) }
agents:
  roles: [Agent, Boss]
  attributes: { room: {} }
  users:
    ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [Agent], temporaryPassword: "\${secret:ada}" }
    bob: { firstName: Bob, lastName: Boss, email: bob@acme.example, roles: [Boss] }
`;

test("the URL of that time is found, a reference that still means the same stays, and who does not fit is named", () => {
  const { spec, unfit, writtenOut, rest } = backTo(past(BEFORE), NOW);
  assert.deepEqual(spec, {
    helpdesk: "otrs",
    url: "https://old.acme.example/otrs",
    config: { remoteCheck: true },
    shared: { displayName: "${var:NAME:-ACME}" },
    agents: {
      roles: ["Admin"],
      users: { ada: (parsePlain(NOW) as { agents: { users: Plain } }).agents.users["ada"] },
    },
  });
  assert.deepEqual(unfit, ["agents.users.bob"]);
  assert.deepEqual(writtenOut, ["${var:HOST}"]);
  assert.deepEqual(rest, []);
});

test("a choice that does not go with the realms of that time is named, and the others stay", () => {
  const crm = (config: string) => `helpdesk: espocrm\nurl: https://crm.acme.example\nconfig: ${config}\n`;
  const now = crm('{ version: "10", createUsers: true }');
  const { spec, unfit, rest } = backTo(past(crm("{ createUsers: false }")), now);
  assert.deepEqual(unfit, ["config.version"]);
  assert.deepEqual(spec["config"], { createUsers: true });
  assert.deepEqual(rest, []);
});

test("the mail server's password is where the present spec has it, and else is asked for", () => {
  const mail = (name: string) =>
    `shared: { smtp: { host: h.example, from: a@h.example, auth: { username: a, password: "\${secret:${name}}" } } }\n`;
  const model = past(`${BEFORE.replace(/shared.*\n/, "")}${mail("old")}`);
  const password = ["shared", "smtp", "auth", "password"];
  const { spec } = backTo(model, `${NOW.replace(/shared.*\n/, "")}${mail("post")}`);
  assert.equal(valueAt(spec, password), "${secret:post}");
  const snapshot = { id: "2026-03-01T08-00-00-000Z", owner: OWNER, server: SERVER, spec: "desk.yaml", model };
  const { notes } = leadBack(snapshot, presentOf(NOW), "desk.yaml");
  assert.match(notes.join("\n"), /no server shows the secret smtp/);
});

test("a directory comes back as it was, with its account's password where the present spec has it", () => {
  const directory = (keys: string) =>
    `agents: { ldap: { vendor: openldap, url: "ldaps://l.example", users: "ou=people,dc=acme", ${keys} } }\n`;
  const bind = (name: string) => `bind: { dn: "cn=a,dc=acme", password: "\${secret:${name}}" }`;
  const then = "roles: { Agent: all }, edit: { writable-until: 2026-12-31T18:00:00+01:00 }";
  const head = BEFORE.replace(/agents.*\n/, "");
  const model = past(`${head}${directory(`${bind("old")}, ${then}`)}`);
  const { spec, rest } = backTo(model, `${head}${directory(`${bind("now")}, trustEmail: true, ca: ca.pem`)}`);
  assert.deepEqual(rest, []);
  assert.deepEqual(
    spec["agents"],
    (parsePlain(directory(`${bind("now")}, ${then}, ca: ca.pem`)) as Plain)["agents"],
  );
  const gone = backTo(model, head);
  assert.equal(valueAt(gone.spec, ["agents", "ldap", "bind", "password"]), "${secret:bind}");
});

test("the file says at its head where it leads, and what it does not say", () => {
  const model = past(BEFORE);
  const { agents } = model.realms;
  assert.ok(agents);
  const changed = {
    ...agents,
    login: { ...agents.login, registrationAllowed: true },
    displayNameHtml: "<a href='https://•••@x.example'>ACME</a>",
  };
  const snapshot = {
    ...{ id: "2026-03-01T08-00-00-000Z", owner: OWNER, server: SERVER, spec: "desk.yaml" },
    model: { ...model, realms: { ...model.realms, agents: changed } },
  };
  const { text, rest, notes } = leadBack(snapshot, presentOf(NOW), "desk.yaml");
  const head = text.split("\n").flatMap((line) => (line.startsWith("#") ? [line.slice(2)] : []));
  const listed = [
    "agents realm otrs-agents: display name HTML is not set in this spec and <a href='https://•••@x.example'>ACME</a> in the snapshot",
    "agents realm otrs-agents: login: registration allowed is false in this spec and true in the snapshot",
  ];
  assert.deepEqual(rest, listed);
  const looked = [
    "agents.users.bob of desk.yaml does not go with that time, and was left out",
    "${var:HOST} of desk.yaml is not in this spec, which has that time's values",
    "agents.roles has Admin, which desk.yaml has not: leave it out if the helpdesk made it",
  ];
  assert.deepEqual(notes, looked);
  assert.deepEqual(head, [
    `Leads back to the snapshot 2026-03-01T08-00-00-000Z of otrs-agents and otrs-customer-users on ${SERVER}.`,
    "People, and what no server holds, are as in desk.yaml.",
    ...["In the snapshot, and not in this spec (2):", ...listed.map((line) => `- ${line}`)],
    ...["To be looked at (3):", ...looked.map((line) => `- ${line}`)],
  ]);
  assert.ok(!text.split("\n").some((line) => !line.startsWith("#") && line.includes("•")));
});

test("a realm that was not there is told", () => {
  const { realms, ...rest } = past(BEFORE);
  const { agents } = realms;
  assert.ok(agents);
  const { rest: told } = backTo({ ...rest, realms: { agents } }, NOW);
  assert.deepEqual(
    told.map(({ path, kind }) => [path, kind]),
    [["customers", "removed"]],
  );
});

test("of several helpdesks, a role that is new to one of them is named, and one helpdesk's snapshot is refused", () => {
  const list = (role: string) =>
    `helpdesks:\n  - { helpdesk: otobo, url: "https://otobo.example", agents: { roles: [${role}] } }\n` +
    '  - { helpdesk: osticket, key: tickets, url: "https://tickets.example" }\n';
  const snapshotOf = (text: string) => ({
    ...{ id: "2026-11-23T08-15-42-123Z", owner: OWNER, server: SERVER, spec: "desk.yaml" },
    model: past(text),
  });
  const { notes, text } = leadBack(snapshotOf(list("Agent, Boss")), presentOf(list("Agent")), "desk.yaml");
  assert.deepEqual(notes, [
    "helpdesks.otobo.agents.roles has Boss, which desk.yaml has not: leave it out if the helpdesk made it",
  ]);
  assert.match(text, /^helpdesks:$[\s\S]*key: tickets/m);
  const single = 'helpdesk: otobo\nurl: "https://otobo.example"\n';
  for (const [then, now] of [
    [single, list("Agent")],
    [list("Agent"), single],
  ] as const)
    assert.throws(
      () => leadBack(snapshotOf(then), presentOf(now), "desk.yaml"),
      (error) => error instanceof Failure && error.code === "layout-unclear",
    );
});
