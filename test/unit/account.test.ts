// What is told of an operation that failed: done, failed, not tried.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";
import { accountOf } from "../../scripts/stack/account.ts";
import { pulumiFailure } from "../../scripts/stack/workspace.ts";
import { accountText } from "../../scripts/views/account.ts";

const urn = (name: string, type = "keycloak:index/realm:Realm") =>
  `urn:pulumi:acme::deskrealm::deskrealm:index:Helpdesk$${type}::${name}`;
const STACK = "urn:pulumi:acme::deskrealm::pulumi:pulumi:Stack::deskrealm-acme";

type Kind = "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent";
function event(kind: Kind, name: string, op: OpType, type?: string): EngineEvent {
  const metadata = { op, urn: urn(name, type), type: type ?? "keycloak:index/realm:Realm", provider: "" };
  return { sequence: 0, timestamp: 0, [kind]: { metadata, status: 1, steps: 1 } } as EngineEvent;
}
const begins = (name: string, op: OpType = "create") => event("resourcePreEvent", name, op);
const ends = (name: string, op: OpType = "create") => event("resOutputsEvent", name, op);
const fails = (name: string, op: OpType = "create") => event("resOpFailedEvent", name, op);
function says(about: string, message: string, severity: "error" | "warning" = "error"): EngineEvent {
  return {
    sequence: 0,
    timestamp: 0,
    diagnosticEvent: { urn: about, message, color: "never", severity },
  } as EngineEvent;
}

/** As Terraform's bridge says it: first to its log, then as a list. */
const bridged = (about: string, text: string) => [
  says(about, `error:   sdk-v2/provider2.go:571: sdk.helper_schema: ${text}: provider=keycloak@6.13.0`),
  says(about, `error: 1 error occurred:\n\t* creating ${about}: 1 error occurred:\n\t* ${text}\n\n`),
];

const NAMES = ["a/realm", "a/profile", "a/client", "b/realm", "b/profile"];

test("done, failed with its reason, and not tried, in the model's order", () => {
  const account = accountOf(
    [
      event("resOutputsEvent", "a", "create", "deskrealm:index:HelpdeskRealm"),
      ...[begins("b/realm"), begins("a/realm", "update"), ends("b/realm"), ends("a/realm", "update")],
      ...[begins("a/profile", "same"), ends("a/profile", "same"), begins("a/client")],
      ...bridged(
        urn("a/client"),
        "error sending POST request to /admin/realms/a/clients: 503 Service Unavailable. Response body: <html>\nx</html>",
      ),
      fails("a/client"),
      says(STACK, "error: update failed"),
    ],
    NAMES,
  );
  assert.equal(
    accountText(account),
    `created (1):
  b/realm
updated (1):
  a/realm
failed (1):
  a/client was not created (the server may have done it all the same): error sending POST request to /admin/realms/a/clients: 503 Service Unavailable.
not tried (1):
  b/profile
`,
  );
  assert.deepEqual(account.said, []);
});

test("a refusal is certain, a lost answer is not", () => {
  const open = (text: string) =>
    accountOf([begins("a/realm"), ...bridged(urn("a/realm"), text), fails("a/realm")], NAMES).failed[0]
      ?.isOpen;
  assert.equal(open("error sending POST request to /admin/realms: 409 Conflict."), false);
  assert.equal(
    open("error sending POST request to /admin/realms: 400 Bad Request. Response body: {}"),
    false,
  );
  for (const lost of [
    'error sending request: Post "http://127.0.0.1:1/admin/realms": read tcp: connection reset by peer',
    'error sending request: Post "http://127.0.0.1:1/admin/realms": EOF',
    'error sending request: Post "http://k/admin/realms": context deadline exceeded (Client.Timeout exceeded)',
    "admin-unreachable: POST http://k/admin/x: no answer within 120 s.",
  ])
    assert.equal(open(lost), true, lost);
});

test("what was under way when the operation was broken off is told as open", () => {
  const { failed, left } = accountOf([begins("a/realm"), ends("a/realm"), begins("b/realm")], NAMES);
  assert.deepEqual(failed, [{ name: "b/realm", deed: "created", reason: "it was broken off", isOpen: true }]);
  assert.deepEqual(left, ["a/profile", "a/client", "b/profile"]);
});

test("a refresh that failed changed nothing: everything is still to be tried", () => {
  const account = accountOf(
    [
      ...[begins("a/realm", "refresh"), ends("a/realm", "refresh"), begins("b/realm", "refresh")],
      ...bridged(urn("b/realm"), "error sending GET request to /admin/realms/b: 503 Service Unavailable."),
      fails("b/realm", "refresh"),
    ],
    NAMES,
  );
  assert.match(
    accountText(account),
    /^nothing was changed\nfailed \(1\):\n {2}b\/realm was not read: .*503 Service Unavailable\.\nnot tried \(5\):/,
  );
});

test("what the program itself says is kept, with its hint and without any URL's credentials", () => {
  const { said, failed } = accountOf(
    [
      says(
        STACK,
        "error: error realm-not-ours: Realm a at postgres://admin:hunter2@k.example is not ours.\nhint: name another",
      ),
      says(STACK, "a warning", "warning"),
      says(STACK, "error: update failed"),
    ],
    NAMES,
  );
  assert.deepEqual(failed, []);
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? "",
    /^realm-not-ours: Realm a at postgres:\/\/admin:•+@k\.example is not ours\. \(name another\)$/,
  );
});

test("long lists are cut, and say how long they are", () => {
  const names = Array.from({ length: 33 }, (_, index) => `u/${index}`);
  const text = accountText(accountOf([...names.map((name) => ends(name)), begins("x")], [...names, "x"]));
  assert.match(text, /^created \(33\):\n( {2}u\/\d+\n){20} {2}and 13 more\nfailed \(1\):/);
});

test("a Pulumi error is told in its own words, without the command line and what went to stdout", () => {
  const stderr =
    "warning: one\nerror: unable to open bucket postgres://me:hunter2@127.0.0.1:9/state: refused";
  const error = Object.assign(
    new Error(
      `code: -2\n stdout: \n stderr: Command failed with exit code 255: /opt/pulumi up --stack s\n${stderr}\nUpdating (s)\n err?: Error: x\n`,
    ),
    { commandResult: { err: { stderr } } },
  );
  const told = "It failed: error: unable to open bucket postgres://me:•••••••@127.0.0.1:9/state: refused";
  assert.equal(pulumiFailure("It failed", error).message, told);
  assert.doesNotMatch(pulumiFailure("It failed", new Error(error.message)).message, /Command failed|--stack/);
});
