// A federation in the model: what it is at a time, and how a difference in it is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atTime } from "../../infra/model/at-time.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import { federatedModel, sampleFederation } from "../support/sample-federation.ts";

const MODEL = federatedModel();
const END = Date.parse("2026-12-31T17:00:00Z");

function told(parts: Partial<FederationModel>): string[] {
  const sides = {
    from: { model: MODEL, label: "in the spec" },
    to: { model: federatedModel(parts), label: "on the server" },
  };
  return diffModels(sides.from.model, sides.to.model).map((one) => {
    return describeDifference(one, sides).replace("customers realm otrs-customer-users: ", "");
  });
}

test("until its window ends a federation and what people change through it are writable", () => {
  const inside = atTime(MODEL, new Date(END - 1));
  assert.deepEqual(
    diffModels(MODEL, inside).map(({ path, from, to }) => [path, from, to]),
    [
      ["customers/federations/ldap/editMode", "READ_ONLY", "WRITABLE"],
      ["customers/federations/ldap/mappers/phone/config/read.only", "true", "false"],
      ["customers/federations/ldap/mappers/username/config/read.only", "true", "false"],
    ],
  );
  assert.deepEqual(atTime(MODEL, new Date(END)), MODEL);
  const without = federatedModel({ writableUntil: null });
  assert.deepEqual(atTime(without, new Date(0)), without);
});

test("a difference names the federation, the mapper and the unit", () => {
  assert.deepEqual(told({ readTimeout: 60_000, fullSyncPeriod: null }), [
    "federation corporate-ldap: full sync period is 86400 s in the spec and not set on the server",
    "federation corporate-ldap: read timeout is 30000 ms in the spec and 60000 ms on the server",
  ]);
  const { mappers, bind } = sampleFederation();
  const { username, phone, ...rest } = mappers;
  const changed = { type: "full-name-ldap-mapper", config: { ...phone?.config, "ldap.attribute": "mobile" } };
  assert.deepEqual(told({ mappers: { ...rest, phone: changed } }), [
    "federation corporate-ldap: mapper phone: setting ldap.attribute is telephoneNumber in the spec and mobile on the server",
    "federation corporate-ldap: mapper phone: type is user-attribute-ldap-mapper in the spec and full-name-ldap-mapper on the server",
    "federation corporate-ldap: mapper username is in the spec and not on the server",
  ]);
  assert.deepEqual(told({ objectClasses: ["inetOrgPerson", "person"] }), [
    "federation corporate-ldap: object class organizationalPerson is in the spec and not on the server",
  ]);
  assert.deepEqual(told({ bind: null }), [
    "federation corporate-ldap: bind is as cn=keycloak,dc=acme,dc=example in the spec and not set on the server",
  ]);
  assert.deepEqual(bind && told({ bind: { ...bind, credential: { kind: "hidden" } } }), []);
});
