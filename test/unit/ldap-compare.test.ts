// What is said where Keycloak and this machine fare otherwise with a directory, and how people are searched for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../scripts/ldap/compare.ts";
import type { Examination } from "../../scripts/ldap/examine.ts";
import type { LdapCode } from "../../scripts/ldap/finding-texts.ts";
import { changedFilter, peopleFilter } from "../../scripts/ldap/people-filter.ts";
import { sampleFederation } from "../support/sample-federation.ts";

const certificate = {
  subject: "CN=ldap",
  names: ["ldap"],
  issuer: "CN=Acme",
  validTo: "2030-01-01T00:00:00Z",
};
const FINE: Examination = { findings: [], servers: [{ url: "ldaps://ldap", certificate }], people: 3 };
const failed = (code: LdapCode): Examination => ({
  findings: [{ code, severity: "error", detail: "", fix: "" }],
  servers: [],
  people: undefined,
});
const codes = (here: Examination, connection: string, authentication?: string) =>
  compare(here, { connection, authentication }, "ca.pem").map(({ code, severity }) => `${severity} ${code}`);

test("where both fare alike, one of them is told", () => {
  assert.deepEqual(codes(FINE, "ok", "ok"), []);
  assert.deepEqual(codes(failed("bind-refused"), "ok", "AuthenticationFailure"), ["error bind-refused"]);
  assert.deepEqual(codes(failed("unreachable"), "SocketReset"), ["error unreachable"]);
  assert.deepEqual(codes(failed("tls-name"), "SSLHandshakeFailed"), ["error tls-name"]);
});

test("what Keycloak alone meets is an error, and what this machine alone meets only a warning", () => {
  assert.deepEqual(codes(FINE, "UnknownHost"), ["error keycloak-host-unknown"]);
  assert.deepEqual(codes(FINE, "SomethingNew"), ["error keycloak-failed"]);
  assert.deepEqual(codes(failed("tls-untrusted"), "ok", "ok"), [
    "warning tls-untrusted",
    "notice only-keycloak-reaches",
  ]);
  assert.deepEqual(codes(failed("tls-untrusted"), "SSLHandshakeFailed"), [
    "error tls-untrusted",
    "error keycloak-untrusted",
  ]);
});

test("an authority that Keycloak does not trust comes with the line for its configuration", () => {
  const [named] = compare(FINE, { connection: "SSLHandshakeFailed", authentication: undefined }, "ca.pem");
  assert.match(named?.fix ?? "", /--truststore-paths=ca\.pem/);
  const [unnamed] = compare(FINE, { connection: "SSLHandshakeFailed", authentication: undefined }, undefined);
  assert.match(unnamed?.fix ?? "", /the PEM file of CN=Acme/);
});

test("people have all object classes, the user name, and match the spec's filter with or without brackets", () => {
  const parts = { objectClasses: ["a", "b"], usernameAttribute: "uid", vendor: "OTHER" } as const;
  const bare = peopleFilter(sampleFederation({ ...parts, filter: "mail=*" }));
  assert.equal(bare, "(&(&(uid=*)(mail=*))(objectClass=a)(objectClass=b))");
  assert.equal(peopleFilter(sampleFederation({ ...parts, filter: "(mail=*)" })), bare);
  const none = sampleFederation({ ...parts, filter: null });
  assert.match(
    changedFilter(none, new Date("2026-01-31T12:30:05Z")),
    /\(createTimestamp>=20260131123005\.0Z\)\(modifyTimestamp>=20260131123005\.0Z\)/,
  );
});
