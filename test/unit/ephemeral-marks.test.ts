// A realm is a test realm only by a whole mark, and never a stack's own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminClient } from "../../infra/admin/client.ts";
import { foreignSettings } from "../../infra/admin/foreign.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import {
  EPHEMERAL_ATTRIBUTES,
  ephemeralAttributes,
  holder,
  OWNER_ATTRIBUTE,
} from "../../infra/model/mark.ts";
import { findAdoption } from "../../scripts/adopt/find-adoption.ts";
import { deleteRealm } from "../../scripts/ephemeral/delete-realm.ts";
import { isOf, isOver, markOf, untilText } from "../../scripts/ephemeral/marks.ts";
import type { Patient } from "../../scripts/heal/find-healing.ts";
import { standIn } from "../support/admin-stand-in.ts";
import { sampleModel } from "../support/sample-model.ts";

const mark = { name: "pr-42", for: "Ada Lovelace", until: "2026-11-28T20:00:00Z" };
const whole = { [OWNER_ATTRIBUTE]: "deskrealm/pr-42", ...ephemeralAttributes(mark) };
const realm = "otrs-agents-pr-42";

test("a whole mark is read as it was written", () => {
  assert.deepEqual(markOf({ realm, attributes: whole }), { status: "whole", mark });
  assert.deepEqual(markOf({ realm, attributes: { [OWNER_ATTRIBUTE]: "deskrealm/pr-42" } }), {
    status: "none",
  });
  assert.deepEqual(markOf({ realm }), { status: "none" });
});

test("half a mark is told, and is none of the name's unless its end alone is wrong", () => {
  const reasonOf = (attributes: Readonly<Record<string, string>>, name = realm) => {
    const found = markOf({ realm: name, attributes: { ...whole, ...attributes } });
    assert.equal(found.status, "broken");
    return [found.status === "broken" ? found.reason : "", isOf(found, "pr-42")];
  };
  assert.deepEqual(reasonOf({ [EPHEMERAL_ATTRIBUTES.for]: "" }), ["a part of its mark is missing", false]);
  assert.deepEqual(reasonOf({ [EPHEMERAL_ATTRIBUTES.name]: "../x" }), [
    "the name in its mark is none",
    false,
  ]);
  assert.deepEqual(reasonOf({ [OWNER_ATTRIBUTE]: "deskrealm/acme" }), [
    "its mark names another owner",
    false,
  ]);
  assert.deepEqual(reasonOf({}, "production"), ["its name does not end in -pr-42, as its mark says", false]);
  for (const until of ["soon", "2026-02-30T00:00:00Z", "2026-11-28", "2026-11-28T20:00:00+01:00", "0"])
    assert.deepEqual(reasonOf({ [EPHEMERAL_ATTRIBUTES.until]: until }), [
      "the end in its mark is no time",
      true,
    ]);
});

test("a time is over from its second on, and one that is none never is", () => {
  const at = (text: string) => new Date(text);
  assert.equal(isOver(mark.until, at("2026-11-28T19:59:59Z")), false);
  assert.equal(isOver(mark.until, at("2026-11-28T20:00:00Z")), true);
  assert.equal(isOver("yesterday", at("2100-01-01T00:00:00Z")), false);
  assert.equal(untilText(Date.parse("2026-11-28T20:00:00.987Z")), mark.until);
});

test("its attributes are ours, and a stack of the same name is another holder", () => {
  assert.deepEqual(foreignSettings({ attributes: { ...whole, "acme.key": "x" } }).attributes, {
    "acme.key": "x",
  });
  assert.equal(holder("deskrealm/pr-42", undefined), "deskrealm/pr-42");
  assert.notEqual(holder("deskrealm/pr-42", "pr-42"), holder("deskrealm/pr-42", undefined));
});

test("an adoption takes no test realm, whatever it is told", async () => {
  await using keycloak = await standIn(() => ({ body: { realm, attributes: whole } }));
  using admin = new AdminClient(keycloak.connection());
  const patient = { model: sampleModel(), admin, owner: "deskrealm/pr-42" } as unknown as Patient;
  const holding = holder("deskrealm/pr-42", "pr-42");
  for (const from of [undefined, "deskrealm/pr-42", holding]) {
    await assert.rejects(findAdoption(patient, from), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "realm-not-ours");
      assert.ok(error.message.includes(`belongs to ${holding}`), error.message);
      assert.match(error.hint, /deskrealm ephemeral down pr-42/);
      return true;
    });
  }
});

test("a realm that another is deleting is read until it is gone, whatever Keycloak says meanwhile", async () => {
  const half = { status: 500, body: { error: "unknown_error" } };
  const there = { body: { realm, attributes: whole } };
  const gone = { status: 404, body: { error: "Realm not found." } };
  for (const answers of [
    [half, half, gone],
    [there, half, half, there, gone],
  ]) {
    const left = [...answers];
    await using keycloak = await standIn(() => left.shift() ?? assert.fail("asked once more"));
    using admin = new AdminClient(keycloak.connection());
    assert.equal(await deleteRealm(admin, realm, () => true), true);
    assert.deepEqual(left, []);
  }
});
