// A directory of 20,000 people: all come, and all go with it, once its realm is named.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { listFederations, listMappers } from "../../infra/admin/federations.ts";
import { DirectoryProject } from "../support/directory-project.ts";
import { inSuite } from "../support/in-suite.ts";
import { OpenLdap } from "../support/openldap.ts";
import { expectCode } from "../support/project.ts";

const REALM = "large-customers";
/** The three with names are among them. */
const PEOPLE = 20_000;

describe("a directory of 20,000 people", () => {
  const world = inSuite(() =>
    DirectoryProject.start("large", (authority) =>
      OpenLdap.start({ authority, people: PEOPLE - 3, unlimitedPages: true }),
    ),
  );
  const write = (ldap: string) =>
    world.write(`agents:\n  realm: large-agents\ncustomers:\n  realm: ${REALM}\n${ldap}`);
  const people = () => world.admin.get<number>(adminPath`/realms/${REALM}/users/count`);

  test("all come by deskrealm ldap sync", async () => {
    await write(world.ldap(`    ca: ${world.directory.ca}\n    roles: { Customer User: all }\n`));
    await world.up();
    const { stdout } = expectCode(await world.deskrealm(["ldap", "sync"], "--full"), 0);
    assert.match(stdout, /20000 added, 0 updated, 0 removed, of 20000 in the directory/);
    assert.equal(await people(), PEOPLE);
  });

  test("all go with the directory, and nothing is left half-way", async () => {
    const { id } = await world.federation(REALM);
    const mappers = () => listMappers(world.admin, REALM, id);
    assert.notDeepEqual(await mappers(), []);
    await write("");
    const refused = expectCode(await world.deskrealm(["up"]), 1);
    assert.match(
      refused.stderr,
      /directory-left: .*the directory ldap \(realm \S+\) with up to 20000 people/,
    );
    assert.equal(await people(), PEOPLE);
    const { stderr } = expectCode(await world.deskrealm(["up"], "--allow-destroy", REALM), 0);
    assert.match(stderr, /^deleting the directory ldap \(realm large-customers\) with up to 20000 people/m);
    assert.equal(await people(), 0);
    assert.deepEqual(await listFederations(world.admin, REALM), []);
    assert.deepEqual(await mappers(), []);
    const { stdout } = expectCode(await world.pulumi("stack", "export"), 0);
    const { deployment } = JSON.parse(stdout);
    assert.equal(deployment.pending_operations?.length ?? 0, 0);
    assert.doesNotMatch(stdout, /"(pendingReplacement|delete)": true|federations\/ldap/);
    expectCode(await world.deskrealm(["up"]), 0);
    assert.deepEqual(await world.drift(), []);
    await world.assertNothingToDo();
  });
});
