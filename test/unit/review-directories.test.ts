// What a review says of directories: who gets in, who is locked out, what is lost.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import { withoutSecrets } from "../../infra/model/without-secrets.ts";
import { classify } from "../../infra/review/classify.ts";
import { plain } from "../../infra/review/phrase.ts";
import { unknownText } from "../../infra/review/unknown.ts";
import { reviewText } from "../../scripts/review/views/text.ts";
import { reviewOf } from "../support/reviews.ts";
import { federatedModel, sampleFederation } from "../support/sample-federation.ts";

const HEAD = "helpdesk: otrs\nurl: https://otrs.acme.example\n";

interface Keys {
  readonly url?: string;
  readonly users?: string;
  readonly bind?: string;
  readonly more?: string;
}

/** A spec whose agents come from a directory, or, without keys, from none. */
function spec(keys?: Keys): string {
  const roles = "agents:\n  roles: [Agent, Admin]\n";
  if (keys === undefined) return `${HEAD}${roles}`;
  const { url = "ldaps://ldap.acme.example", users = "ou=people,dc=acme,dc=example" } = keys;
  const { bind = '{ dn: "cn=keycloak,dc=acme,dc=example", password: "${secret:bind}" }', more = "" } = keys;
  const lines = ["vendor: openldap", `url: ${url}`, `users: ${users}`, `bind: ${bind}`, ...more.split("\n")];
  return `${HEAD}${roles}  ldap:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** `severity risk: sentence` of each group about the model, and nothing else. */
function told(before: Keys | undefined, after: Keys | undefined): string[] {
  const { groups } = reviewOf([{ name: "desk", before: spec(before), after: spec(after) }]);
  return groups.map(({ severity, risk, sentence }) => `${severity} ${risk}: ${plain(sentence)}`);
}

const CASES: readonly (readonly [name: string, Keys | undefined, Keys | undefined, readonly string[]])[] = [
  [
    "one that is new, with a role for everybody",
    undefined,
    { more: "roles: { Agent: all }" },
    [
      "medium opens: people of the realm may now also come from ldaps://ldap.acme.example (ou=people,dc=acme,dc=example); all of them get otrs-app.Agent",
    ],
  ],
  [
    "one that goes",
    {},
    undefined,
    ["high loses: the directory ldap (ldaps://ldap.acme.example) goes: refused by up"],
  ],
  [
    "another one in its place",
    {},
    { url: "ldaps://dc1.other.example", users: "ou=people,dc=other,dc=example" },
    [
      "high loses: the directory ldap is another one: ldaps://dc1.other.example instead of ldaps://ldap.acme.example",
      "high locks-out: people of the directory ldap now come from ou=people,dc=other,dc=example instead of ou=people,dc=acme,dc=example",
    ],
  ],
  [
    "TLS that goes",
    {},
    { url: "ldap://ldap.acme.example" },
    [
      "high opens: the directory ldap is now asked at ldap://ldap.acme.example instead of ldaps://ldap.acme.example",
    ],
  ],
  [
    "StartTLS that goes",
    { url: "ldap://ldap.acme.example", more: "startTls: true\npooling: false" },
    { url: "ldap://ldap.acme.example", more: "pooling: false" },
    ["high opens: the directory ldap is no longer spoken to with StartTLS"],
  ],
  [
    "a narrower branch",
    {},
    { users: "ou=staff, OU=People,dc=acme,dc=example" },
    [
      "high locks-out: people of the directory ldap now come from ou=staff, OU=People,dc=acme,dc=example instead of ou=people,dc=acme,dc=example",
    ],
  ],
  [
    "a wider branch",
    {},
    { users: "dc=acme,dc=example" },
    [
      "high opens: people of the directory ldap now come from dc=acme,dc=example instead of ou=people,dc=acme,dc=example",
    ],
  ],
  [
    "a window for writing",
    {},
    { more: "edit: { writable-until: 2026-12-31T18:00:00+01:00 }" },
    ["medium loses: the directory ldap becomes writable until 2026-12-31T18:00:00+01:00"],
  ],
  [
    "a window that ends earlier, in another zone",
    { more: "edit: { writable-until: 2026-12-31T18:00:00+01:00 }" },
    { more: "edit: { writable-until: 2026-12-31T16:59:00Z }" },
    [
      "low behaviour: the window for writing into the directory ldap ends earlier: 2026-12-31T16:59:00Z instead of 2026-12-31T18:00:00+01:00",
    ],
  ],
  [
    "a window that is closed",
    { more: "edit: { writable-until: 2026-12-31T18:00:00+01:00 }" },
    {},
    [
      "low behaviour: the directory ldap has no window for writing any more (until 2026-12-31T18:00:00+01:00)",
    ],
  ],
  [
    "a role for a group of it",
    {},
    { more: 'roles: { Agent: "cn=Helpdesk, ou=groups,dc=acme,dc=example" }' },
    [
      "medium opens: people of the directory ldap now have the groups that they have there: CN=Helpdesk,ou=groups,dc=acme,dc=example",
      "medium opens: role Agent is given to the members of CN=Helpdesk,ou=groups,dc=acme,dc=example",
    ],
  ],
  [
    "the role of a group that loses it, while another stays",
    { more: 'roles: { Agent: "cn=Desk,ou=groups,dc=acme", Admin: "cn=Desk,ou=groups,dc=acme" }' },
    { more: 'roles: { Admin: "cn=Desk,ou=groups,dc=acme" }' },
    ["high locks-out: role Agent is no longer given to the members of CN=Desk,ou=groups,dc=acme"],
  ],
  [
    "a role for everybody that is more than the login role",
    {},
    { more: "roles: { Admin: all }" },
    ["high opens: everybody of the directory ldap now has the role otrs-app.Admin"],
  ],
  [
    "mapped attributes",
    { more: "attributes: { customerid: departmentNumber, room: roomNumber }" },
    { more: "attributes: { firstName: displayName, room: l }" },
    [
      "medium locks-out: customerid of people of the directory ldap no longer comes from departmentNumber",
      "low behaviour: room of people of the directory ldap now comes from l instead of roomNumber",
      "low behaviour: the first name of people of the directory ldap now comes from displayName instead of givenName",
    ],
  ],
  [
    "the account that asks",
    {},
    { bind: '{ dn: "cn=other,dc=acme,dc=example", password: "${vault.bind}" }' },
    [
      "medium locks-out: the account that asks the directory ldap is now cn=other,dc=acme,dc=example instead of cn=keycloak,dc=acme,dc=example",
      "medium locks-out: the password of the account that asks the directory ldap is now taken from ${vault.bind} instead of ${secret:bind}",
    ],
  ],
  [
    "sync and trusted addresses",
    {},
    { more: "trustEmail: true\nsync: { full: never, changed: 1d }" },
    [
      "high opens: addresses from the directory ldap now count as proved",
      "medium behaviour: all people of the directory ldap are now read never instead of every day",
      "low behaviour: new and changed people of the directory ldap are now read every day instead of every hour",
    ],
  ],
];

describe("a review tells of a directory", () => {
  for (const [name, before, after, sentences] of CASES) {
    test(name, () => assert.deepEqual(told(before, after).toSorted(), sentences.toSorted()));
  }
});

/** Between the models of a server and a spec, as a review of a server has them. */
function between(from: Partial<FederationModel>, to: Partial<FederationModel>): string[] {
  return sentences(federatedModel(from), federatedModel(to));
}

/** A directory that comes, and one that goes. */
function wholes(parts: Partial<FederationModel>): string[] {
  const { realms, ...model } = federatedModel(parts);
  const without = { ...realms, customers: { ...realms.customers, federations: {} } };
  const [one, other] = [
    { ...model, realms },
    { ...model, realms: without },
  ];
  return [...sentences(other, one), ...sentences(one, other)];
}

function sentences(from: OtrsModel, to: OtrsModel): string[] {
  const side = (model: OtrsModel) => ({ model, loginRoles: { customers: "Customer User" } });
  const differences = diffModels(from, to).map(withoutSecrets);
  return classify(differences, side(from), side(to)).map(({ sentence, severity }) => {
    return `${severity}: ${plain(sentence)}`;
  });
}

test("a window that is open now is one sentence more for all mappers", () => {
  const { mappers } = sampleFederation();
  const open = Object.fromEntries(
    Object.entries(mappers).map(([name, { type, config }]) => {
      return [name, { type, config: { ...config, "read.only": "false" } }];
    }),
  );
  const { "everybody's role": _, ...writing } = open;
  const all = { ...mappers, ...writing };
  const names = "creation date, phone, username and uuid";
  assert.deepEqual(between({}, { editMode: "WRITABLE", mappers: all }), [
    "medium: the directory corporate-ldap is writable now, until 2026-12-31T18:00:00+01:00",
    `medium: changes of ${names} are now written to the directory corporate-ldap`,
  ]);
  assert.deepEqual(between({ editMode: "WRITABLE", mappers: all }, {}), [
    "low: the directory corporate-ldap is no longer writable",
    `low: changes of ${names} are no longer written to the directory corporate-ldap`,
  ]);
  assert.deepEqual(
    between({}, { editMode: "WRITABLE", writableUntil: null }).at(0),
    "high: the directory corporate-ldap becomes writable, without an end",
  );
});

test("a value that is unknown is said to be so", () => {
  const [sentence] = between({}, { usersDn: unknownText({ kind: "var", name: "BASE" }) });
  assert.equal(
    sentence,
    "medium: where people of the directory corporate-ldap are: now unknown (variable BASE) instead of ou=people,dc=acme,dc=example",
  );
});

test("no secret of a server's directory is shown, wherever somebody has put it", () => {
  const { mappers } = sampleFederation();
  const connectionUrl = "ldap://keycloak:hunter2@ldap.acme.example";
  const fixed = (value: string): FederationModel["mappers"] => ({
    ...mappers,
    "first password": {
      type: "hardcoded-ldap-attribute-mapper",
      config: { "ldap.attribute.name": "userPassword", "ldap.attribute.value": value },
    },
  });
  const told = [
    ...between({ connectionUrl }, {}),
    ...between({ connectionUrl }, { connectionUrl: "ldap://a:hunter2@b.example" }),
    ...between({}, { mappers: fixed("hunter2") }),
    ...between({ mappers: fixed("hunter2") }, { mappers: fixed("hunter2-other") }),
    ...between({ mappers: fixed("hunter2") }, {}),
    ...wholes({ connectionUrl, mappers: fixed("hunter2") }),
  ];
  assert.equal(told.length, 7);
  assert.doesNotMatch(told.join("\n"), /hunter2/);
});

test("the same change of a directory in many helpdesks is one group", () => {
  const desks = Array.from({ length: 200 }, (_, index) => ({
    name: `desk-${index}`,
    before: spec({}),
    after: spec({ more: "edit: { writable-until: 2026-12-31T18:00:00+01:00 }" }),
  }));
  const review = reviewOf(desks);
  assert.equal(review.groups.length, 1);
  assert.equal(review.groups[0]?.members.length, 200);
  assert.match(reviewText(review), /becomes writable until/);
});
