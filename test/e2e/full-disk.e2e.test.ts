// No room for the state in the middle of up: what was made and is not in the state comes back into it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccount, FaultyStack } from "../support/faulty-stack.ts";
import { expectCode } from "../support/project.ts";
import { startKeycloak } from "../support/test-keycloak.ts";

/** Room for a state in which the realms are begun, and not for one in which they are made. */
const SMALL_KIB = 10;

test("a state that there is no room for is told as such, and with room again the same command gets home", async () => {
  await using keycloak = await startKeycloak();
  await using stack = await FaultyStack.create({ name: "disk", account: keycloak, urls: [keycloak.url] });
  // A limit on files is a full disk that needs no rights: the write fails in the same place.
  const { stderr } = assertAccount(await stack.runWithin(SMALL_KIB, "up"));
  assert.match(stderr, /^created \(\d\):\n {2}otrs\/\w+\/realm$/m);
  assert.match(stderr, /Pulumi's state could not be written: write .*\.json: file too large/);
  expectCode(await stack.run("up"), 0);
  await stack.assertHome(keycloak.url);
});
