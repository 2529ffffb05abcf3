// What a state holds against what a server holds, and the file that brings the one into the other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, entriesOf } from "../../scripts/heal/entries.ts";
import { compare, type Healing, isHealthy } from "../../scripts/heal/find-healing.ts";
import type { LiveEntry } from "../../scripts/heal/live-ids.ts";
import { type Held, stateOf } from "../../scripts/heal/state.ts";
import { importFile } from "../../scripts/heal/take-over.ts";
import { foundLines, realmLines } from "../../scripts/heal/view.ts";
import { HEALTHY } from "../support/healthy.ts";
import { sampleModel } from "../support/sample-model.ts";

const URN = "urn:pulumi:desk::deskrealm::";
const NESTED = "deskrealm:index:Helpdesk$deskrealm:index:HelpdeskRealm";
const exported = (deployment: object | null) => JSON.stringify({ version: 3, deployment });

test("a state's resources have type, name and id; names keep their colons and dollars", () => {
  const resources = [
    { urn: `${URN}deskrealm:index:Helpdesk::otrs` },
    { urn: `${URN}${NESTED}$keycloak:index/role:Role::otrs/agents/clients/app/roles/a::b$c`, id: "1" },
  ];
  const { held, pending } = stateOf(exported({ resources, pending_operations: [{}, {}] }));
  assert.deepEqual(
    held.map(({ type, name, id }) => [type, name, id]),
    [
      ["deskrealm:index:Helpdesk", "otrs", ""],
      ["keycloak:index/role:Role", "otrs/agents/clients/app/roles/a::b$c", "1"],
    ],
  );
  assert.equal(pending, 2);
});

test("what a state holds only to delete it is not the resource of its name, and a state may be empty", () => {
  const urn = `${URN}${NESTED}$keycloak:index/user:User::otrs/agents/users/ada/user`;
  const resources = [
    { urn, id: "old", delete: true },
    { urn, id: "new" },
  ];
  assert.deepEqual(
    stateOf(exported({ resources })).held.map(({ id }) => id),
    ["new"],
  );
  const none = { held: [], pending: 0, loose: false };
  for (const deployment of [{}, null]) assert.deepEqual(stateOf(exported(deployment)), none);
});

const ENTRIES = entriesOf(sampleModel());
const find = (name: string): Entry => {
  const found = ENTRIES.find((entry) => entry.name === name);
  assert.ok(found, name);
  return found;
};
const REALM = find("otrs/agents/realm");
const CLIENT = find("otrs/agents/clients/app/client");
const ROLE = find("otrs/agents/clients/app/roles/Agent");
const ATTACHMENTS = find("otrs/agents/clients/app/attachments");
const live = (entry: Entry, id: string): LiveEntry => ({ entry, id });
const held = ({ type, name }: Pick<Entry, "type" | "name">, id: string): Held => {
  return { urn: `${URN}${type}::${name}`, type, name, id };
};

test("the same ids on both sides are nothing to heal, whatever else the state holds", () => {
  const other = { urn: "u", type: "random:index:Pet", name: "otrs/agents/realm", id: "x" };
  const both = compare(ENTRIES, [live(REALM, "otrs-agents"), live(CLIENT, "1")], {
    held: [held(REALM, "otrs-agents"), held(CLIENT, "1"), other],
  });
  assert.deepEqual(both, { doubtful: [], unknown: [] });
});

test("what one side lacks is to be asked for or unknown; a thing made anew by hand is both", () => {
  const [realm, client, role] = [live(REALM, "otrs-agents"), live(CLIENT, "new"), live(ROLE, "2")];
  const [old, gone] = [held(CLIENT, "old"), held(find("otrs/agents/clients/api/client"), "3")];
  const found = compare(ENTRIES, [realm, client, role], { held: [held(REALM, "otrs-agents"), old, gone] });
  assert.deepEqual(
    found.doubtful.map(({ held: one, replaced }) => [one, replaced]),
    [
      [old, true],
      [gone, false],
    ],
  );
  assert.deepEqual(found.unknown, [client, role]);
});

test("an id is compared as the state keeps it: a client's attachments by the client's name", () => {
  const kept = held(ATTACHMENTS, "otrs-agents/otrs-app");
  assert.deepEqual(compare(ENTRIES, [live(ATTACHMENTS, "uuid")], { held: [kept] }), {
    doubtful: [],
    unknown: [],
  });
});

const SICK: Record<Exclude<keyof Healing, "renamed">, Healing> = {
  locks: { ...HEALTHY, locks: [{ pid: 7, user: "anna", host: "h", since: "2026-01-02T03:04:05Z" }] },
  cut: { ...HEALTHY, cut: true },
  pending: { ...HEALTHY, pending: 1 },
  loose: { ...HEALTHY, loose: true },
  gone: { ...HEALTHY, gone: [held(CLIENT, "1")] },
  unknown: { ...HEALTHY, unknown: [live(REALM, "otrs-agents")] },
};

test("a stack is healthy where nothing is found, and each finding has its line", () => {
  assert.ok(isHealthy(HEALTHY));
  assert.deepEqual(foundLines(HEALTHY), []);
  const said = Object.values(SICK).map((one) => {
    assert.ok(!isHealthy(one));
    return foundLines(one);
  });
  assert.deepEqual(said, [
    ["a lock of process 7 of this machine, from 2026-01-02T03:04:05Z: the process is gone"],
    ["a state that cannot be read: it is set aside and rebuilt from the server"],
    ["1 operation that a run began and never ended"],
    ["an import that was ended before it was complete"],
    ["in the state, and not on the server: otrs/agents/clients/app/client"],
    ["on the server, and not in the state: otrs-agents: the realm"],
  ]);
});

test("what is taken over is told by realm, a part only where it comes alone", () => {
  const root = find("otrs/agents/users/root@localhost/user");
  const customers = find("otrs/customers/clients/app/attachments");
  const all = [REALM, CLIENT, ATTACHMENTS, ROLE, root, customers].map((entry) => live(entry, "1"));
  assert.deepEqual(realmLines(all), [
    "otrs-agents: the realm, client otrs-app, role Agent of otrs-app, person root@localhost",
    "otrs-customer-users: otrs/customers/clients/app/attachments",
  ]);
});

test("into an empty state the components come along, nested, and only the plugin's resources have its version", () => {
  const { nameTable, resources } = importFile([live(REALM, "otrs-agents"), live(ATTACHMENTS, "9")], []);
  assert.deepEqual(nameTable, {});
  assert.deepEqual(
    resources.map(({ version, ...one }) => ({ ...one, versioned: version !== undefined })),
    [
      { type: "deskrealm:index:Helpdesk", name: "otrs", component: true, versioned: false },
      ...[{ type: "deskrealm:index:HelpdeskRealm", name: "otrs/agents", parent: "otrs" }].map((one) => {
        return { ...one, component: true, versioned: false };
      }),
      { type: REALM.type, name: REALM.name, parent: "otrs/agents", id: "otrs-agents", versioned: true },
      {
        ...{ type: ATTACHMENTS.type, name: ATTACHMENTS.name, parent: "otrs/agents" },
        ...{ id: "otrs-agents/otrs-app", versioned: false },
      },
    ],
  );
});

test("components that the state has are named by their URNs, and one that it lacks comes along", () => {
  const helpdesk = held({ type: "deskrealm:index:Helpdesk", name: "otrs" }, "");
  const agents = held({ type: "deskrealm:index:HelpdeskRealm", name: "otrs/agents" }, "");
  // A client may be called like a component.
  const other = held({ type: "keycloak:openid/client:Client", name: "otrs/customers" }, "5");
  const customers = find("otrs/customers/clients/app/client");
  const { nameTable, resources } = importFile(
    [live(CLIENT, "1"), live(customers, "2")],
    [helpdesk, agents, other],
  );
  assert.deepEqual(nameTable, { otrs: helpdesk.urn, "otrs/agents": agents.urn });
  assert.deepEqual(
    resources.map(({ name, component = false, id }) => [name, component, id]),
    [
      ["otrs/customers", true, undefined],
      [CLIENT.name, false, "otrs-agents/1"],
      [customers.name, false, "otrs-customer-users/2"],
    ],
  );
});
