// People of a real OpenLDAP in the helpdesk's realms.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { listFederations, listMappers } from "../../infra/admin/federations.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { findGroup } from "../../infra/admin/find-group.ts";
import { NAMED_PEOPLE } from "../support/directory-people.ts";
import { DirectoryProject, isRefused } from "../support/directory-project.ts";
import { inSuite } from "../support/in-suite.ts";
import { OpenLdap } from "../support/openldap.ts";
import { expectCode } from "../support/project.ts";

const REALM = "openldap-agents";

describe("people of an OpenLDAP", () => {
  const world = inSuite(() =>
    DirectoryProject.start("openldap", (authority) => OpenLdap.start({ authority })),
  );
  const write = (edit: string, ldap = ldapOf(edit)) =>
    world.write(`agents:
  realm: ${REALM}
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin] }
${ldap}customers:
  realm: openldap-customers
`);
  const ldapOf = (edit: string, attributes = "") =>
    world.ldap(`    name: corporate
    edit: ${edit}
    attributes: { phone: telephoneNumber, department: departmentNumber${attributes} }
    roles:
      Agent: cn=Helpdesk,${world.directory.groups}
      Admin: cn=Second Level,${world.directory.groups}
`);
  const up = async (edit = "read-only") => {
    await write(edit);
    return world.up();
  };

  test("up makes what the spec says; a second preview and a refresh find nothing", async () => {
    await up();
    assert.deepEqual(await world.drift(), []);
    await world.assertNothingToDo();
    const { project, directory } = world;
    for (const { text } of await project.kept()) assert.ok(!text.includes(directory.bind.password));
  });

  test("people come over by a sync with their own names, addresses and attributes, whatever Unix knows of them", async () => {
    const { added, failed } = await world.sync(REALM);
    assert.deepEqual([added, failed], [3, 0]);
    const { ada, grace } = NAMED_PEOPLE;
    for (const one of [ada, grace]) {
      const { firstName, lastName, email, attributes } = await world.person(REALM, one.username);
      assert.deepEqual([firstName, lastName, email], [one.firstName, one.lastName, one.mail]);
      assert.deepEqual([attributes?.["phone"], attributes?.["department"]], [[one.phone], [one.department]]);
      assert.equal(attributes?.["LDAP_ID"]?.length, 1);
    }
  });

  test("they log in by Keycloak's form, with the roles of their groups alone", async () => {
    const roles: Record<string, readonly string[]> = { ada: ["Agent"], grace: ["Admin"], alan: [] };
    for (const [username, expected] of Object.entries(roles)) {
      const { resource_access, given_name } = await world.claims(REALM, username);
      assert.deepEqual(resource_access["otrs-app"]?.roles ?? [], expected, username);
      assert.equal(given_name, NAMED_PEOPLE[username as keyof typeof NAMED_PEOPLE].firstName);
    }
    await assert.rejects(world.enter(REALM, "ada", "wrong"), isRefused);
  });

  test("in a window Keycloak writes to the directory, and each plan says so; afterwards all is as before", async () => {
    const before = await world.person(REALM, "ada");
    const opened = await up("{ writable-until: 2999-12-31T18:00+01:00 }");
    assert.match(opened.text, /Until 2999-12-31T18:00\+01:00 Keycloak writes to the directory corporate/);
    assert.match(opened.text, /deletes the entry in the directory too/);
    assert.deepEqual(await world.drift(), []);
    assert.match(
      expectCode(await world.pulumi("preview", "--expect-no-changes"), 0).text,
      /Until 2999-12-31T18:00\+01:00/,
    );
    await world.admin.put(adminPath`/realms/${REALM}/users/${before.id ?? ""}`, {
      ...before,
      firstName: "Augusta",
    });
    assert.match(await world.directory.search("(uid=ada)", ["givenName"]), /^givenName: Augusta$/m);

    await write("{ writable-until: 2020-12-31T18:00+01:00 }");
    const open = `federation corporate: edit mode is READ_ONLY in the spec and WRITABLE on the server`;
    assert.equal((await world.drift())[0], `agents realm ${REALM}: ${open}`);
    const verified = expectCode(await world.deskrealm(["verify"]), 1);
    assert.match(verified.text, /the directory corporate is read-only.*\s+Keycloak writes to it/);
    expectCode(await world.pulumi("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await world.drift(), []);
    assert.equal((await world.person(REALM, "ada")).id, before.id);
    expectCode(await world.pulumi("preview", "--expect-no-changes"), 0);
  });

  test("ldap close ends a window that is over, and changes nothing where more is to be done than that", async () => {
    const close = () => world.project.deskrealm(["ldap", "close", "--all"]);
    const mode = async () => (await world.federation(REALM)).config?.["editMode"];
    await up();
    assert.match(expectCode(await close(), 0).stdout, /^openldap: no window is over$/m);
    await up("{ writable-until: 2999-12-31T18:00+01:00 }");
    const over = "{ writable-until: 2020-12-31T18:00+01:00 }";
    // A change in the spec that nobody has brought up, and then one by hand.
    await write(`${over}\n    trustEmail: true`);
    const changed = expectCode(await close(), 1);
    assert.match(changed.stderr, /^openldap: error window-not-alone: .*trust email is true in the spec/m);
    await write(over);
    const path = adminPath`/realms/openldap-customers`;
    await world.admin.put(path, { realm: "openldap-customers", registrationAllowed: true });
    assert.match(expectCode(await close(), 1).stderr, /window-not-alone: .*regist/);
    await world.admin.put(path, { realm: "openldap-customers", registrationAllowed: false });
    assert.deepEqual(await mode(), ["WRITABLE"]);

    const closed = expectCode(await close(), 0);
    assert.match(
      closed.stdout,
      /^openldap: closed the window of the directory corporate \(realm openldap-agents\), which was over 2020/m,
    );
    assert.deepEqual(await mode(), ["READ_ONLY"]);
    assert.deepEqual(await world.drift(), []);
    await world.assertNothingToDo();
    assert.match(expectCode(await close(), 0).stdout, /^openldap: each window that is over is closed$/m);
  });

  test("what a hand changed in a directory, a mapper and a group is named, and up puts it right", async () => {
    await up();
    const components = (id: string) => adminPath`/realms/${REALM}/components/${id}`;
    const found = await world.federation(REALM);
    await world.admin.put(components(found.id), {
      ...found,
      config: { ...found.config, trustEmail: ["true"] },
    });
    const mappers = await listMappers(world.admin, REALM, found.id);
    const names = (name: string) => mappers.find((mapper) => mapper.name === name) ?? assert.fail(name);
    const first = names("first name");
    await world.admin.put(components(first.id), {
      ...first,
      config: { ...first.config, "ldap.attribute": ["cn"] },
    });
    await world.admin.delete(components(names("phone").id));
    const { id: _, ...again } = first;
    await world.admin.post(adminPath`/realms/${REALM}/components`, { ...again, name: "full name" });
    const group = (await findGroup(world.admin, REALM, "Helpdesk")) ?? assert.fail("no group");
    const app = (await findClient(world.admin, REALM, "otrs-app")) ?? assert.fail("no client");
    const role = await world.admin.get(adminPath`/realms/${REALM}/clients/${app.id}/roles/Admin`);
    await world.admin.post(adminPath`/realms/${REALM}/groups/${group.id}/role-mappings/clients/${app.id}`, [
      role,
    ]);
    const where = `agents realm ${REALM}`;
    assert.deepEqual(await world.drift(), [
      `${where}: federation corporate: mapper first name: setting ldap.attribute is givenName in the spec and cn on the server`,
      `${where}: federation corporate: mapper full name is on the server and not in the spec`,
      `${where}: federation corporate: mapper phone is in the spec and not on the server`,
      `${where}: federation corporate: trust email is false in the spec and true on the server`,
      `${where}: group Helpdesk: otrs-app role Admin is on the server and not in the spec`,
    ]);
    expectCode(await world.pulumi("up", "--refresh", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await world.drift(), []);
  });

  test("a directory that leaves the spec is refused with the number of its people, and nothing is touched", async () => {
    await write("read-only", "");
    const refused = expectCode(await world.pulumi("up", "--yes", "--skip-preview"), 1);
    assert.match(
      refused.text,
      /directory-left: .*the directory corporate \(realm openldap-agents\) with 3 people/,
    );
    assert.match(refused.text, /write `enabled: false`/);
    assert.match(refused.text, /deskrealm up SPEC --stack openldap --allow-destroy openldap-agents/);
    await world.federation(REALM);
    await up();
  });

  test("whoever is new in a window comes into the directory, with a cn", async () => {
    const edit = "{ writable-until: 2999-12-31T18:00+01:00 }\n    syncRegistrations: true";
    await write("", ldapOf(edit, ", fullName: cn"));
    await world.up();
    const nina = { username: "nina", enabled: true, email: "nina@desk.example", firstName: "Nina" };
    const person = { ...nina, lastName: "New", attributes: { fullName: ["Nina New"] } };
    await world.admin.post(adminPath`/realms/${REALM}/users`, person);
    assert.match(await world.directory.search("(uid=nina)", ["cn", "sn"]), /^sn: New\ncn: Nina New$/m);
    await up();
  });

  test("a directory goes for good once its realm is named, with all of its people and nobody else", async () => {
    await write("read-only", "");
    const realm = { DESKREALM_ALLOW_DESTROY: REALM };
    const words = ["up", "--yes", "--skip-preview", "--stack", world.stack];
    // The state protects what the program no longer speaks of; Pulumi names the way.
    const plain = expectCode(await world.project.pulumi(words, realm), 1);
    assert.match(plain.text, /pulumi state unprotect '?urn:\S+federations\/ldap/);
    await world.federation(REALM);
    const { stderr } = expectCode(await world.deskrealm(["up"], "--allow-destroy", REALM), 0);
    assert.match(
      stderr,
      /^deleting the directory corporate \(realm openldap-agents\) with \d people, who would/m,
    );
    assert.deepEqual(await listFederations(world.admin, REALM), []);
    const people = await world.admin.get<{ username: string }[]>(adminPath`/realms/${REALM}/users`);
    assert.deepEqual(
      people.map(({ username }) => username),
      ["root@localhost"],
    );
    assert.deepEqual(await world.drift(), []);
    await world.assertNothingToDo();
    assert.match(await world.directory.search("(uid=ada)", ["uid"]), /^uid: ada$/m);
    // The realm and its people are protected again.
    await world.up();
    expectCode(await world.pulumi("destroy", "--yes", "--skip-preview"), 1);
  });
});
