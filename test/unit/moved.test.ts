// A Keycloak without a stack's realms is refused where they were on another; one that was emptied by hand is not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "../../infra/admin/address.ts";
import { AdminClient } from "../../infra/admin/client.ts";
import { refuseMoved } from "../../infra/admin/moved.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { standIn } from "../support/admin-stand-in.ts";

const OLD = "https://sso.acme.example";

/** A Keycloak that has the realm `here` alone. */
const keycloak = () =>
  standIn((path) => (path.endsWith("/realms/here") ? {} : { status: 404, body: { error: "not found" } }));

test("an address is remembered in one spelling, with its path and without credentials", () => {
  for (const [adminUrl, address] of [
    ["https://Sso.Acme.Example:443", OLD],
    ["https://admin:hunter2@sso.acme.example", OLD],
    ["http://127.0.0.1:8080/auth", "http://127.0.0.1:8080/auth"],
  ] as const)
    assert.equal(addressOf({ adminUrl }), address);
});

test("realms that are here, that were here, or of which nothing is known, keep nobody", async () => {
  await using server = await keycloak();
  using client = new AdminClient(server.connection());
  await refuseMoved(client, [{ realm: "here", keycloak: OLD }], undefined);
  await refuseMoved(client, [{ realm: "gone", keycloak: server.url }], undefined);
  await refuseMoved(client, [{ realm: "gone", keycloak: undefined }], undefined);
  await refuseMoved(client, [], undefined);
});

test("a realm that was elsewhere and is not here is refused with both addresses, until this one is named", async () => {
  await using server = await keycloak();
  using client = new AdminClient(server.connection());
  const realms = ["gone", "here", "away"].map((realm) => ({ realm, keycloak: OLD }));
  for (const movedTo of [undefined, "", OLD, "nonsense"])
    await assert.rejects(refuseMoved(client, realms, movedTo), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "realm-elsewhere");
      assert.ok(error.message.includes(`on ${server.url}, because the stack has away and gone on ${OLD},`));
      assert.ok(error.hint.includes(`--moved-to ${server.url}, or DESKREALM_MOVED_TO=${server.url} pulumi`));
      return true;
    });
  for (const movedTo of [server.url, `${server.url}/`]) await refuseMoved(client, realms, movedTo);
});
