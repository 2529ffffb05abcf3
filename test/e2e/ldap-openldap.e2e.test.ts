// People of a real OpenLDAP in the helpdesk's realms.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { listFederations, listMappers } from "../../infra/admin/federations.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { findGroup } from "../../infra/admin/find-group.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { CertificateAuthority } from "../support/certificates.ts";
import { DIRECTORY_PASSWORD, NAMED_PEOPLE } from "../support/directory-people.ts";
import { differences, modelOf } from "../support/live.ts";
import { OpenLdap } from "../support/openldap.ts";
import { expectCode, keycloakSettings, Project } from "../support/project.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const HELPDESK = "https://otrs.acme.example";
const REALM = "openldap-agents";
const STACK = "openldap";
const SPEC = "realms/openldap.yaml";

describe("people of an OpenLDAP", () => {
  let authority: CertificateAuthority;
  let directory: OpenLdap;
  let keycloak: Keycloak;
  let project: Project;
  let admin: AdminClient;
  const spec = (edit: string) => `helpdesk: otrs
url: ${HELPDESK}
agents:
  realm: ${REALM}
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin] }
  ldap:
    vendor: openldap
    url: ${directory.ldapsUrl}
    bind: { dn: "${directory.bind.dn}", password: "\${secret:bind}" }
    users: ${directory.people}
    name: corporate
    edit: ${edit}
    attributes: { phone: telephoneNumber, department: departmentNumber }
    roles:
      Agent: cn=Helpdesk,${directory.groups}
      Admin: cn=Second Level,${directory.groups}
customers:
  realm: openldap-customers
`;
  const on = (...words: string[]) => project.pulumi([...words, "--stack", STACK]);
  const up = async (edit = "read-only") => {
    await project.write(SPEC, spec(edit));
    return expectCode(await on("up", "--yes", "--skip-preview"), 0);
  };
  const drift = async () => differences(adminOf(keycloak), await modelOf(join(project.root, SPEC)));
  const federation = async () => (await listFederations(admin, REALM))[0] ?? assert.fail("no federation");
  const person = async (username: string) => {
    const query = { username, exact: true };
    const [found] = await admin.get<UserRepresentation[]>(adminPath`/realms/${REALM}/users`, query);
    return found ?? assert.fail(`no ${username}`);
  };
  const login = (username: string, password = DIRECTORY_PASSWORD) =>
    loginThroughForm({
      issuer: `${keycloak.url}/realms/${REALM}`,
      clientId: "otrs-app",
      redirectUri: `${HELPDESK}/index.pl`,
      username,
      password,
      fetch: fetchFor(adminOf(keycloak)),
    });

  before(async () => {
    authority = await CertificateAuthority.create();
    directory = await OpenLdap.start({ authority });
    keycloak = await startKeycloak(undefined, [authority.file]);
    project = await Project.create();
    admin = new AdminClient(adminOf(keycloak));
    await project.write(SPEC, spec("read-only"));
    const settings = keycloakSettings(keycloak, keycloak.url);
    const secret = { ...settings.secret, "deskrealm:secrets.bind": directory.bind.password };
    await project.initStack(STACK, SPEC, { ...settings, secret });
  });
  after(async () => {
    admin?.[Symbol.dispose]();
    await project?.[Symbol.asyncDispose]();
    await keycloak?.[Symbol.asyncDispose]();
    await directory?.[Symbol.asyncDispose]();
    await authority?.[Symbol.asyncDispose]();
  });

  test("up makes what the spec says; a second preview and a refresh find nothing", async () => {
    await up();
    assert.deepEqual(await drift(), []);
    expectCode(await on("preview", "--expect-no-changes"), 0);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
    for (const { text } of await project.kept()) assert.ok(!text.includes(directory.bind.password));
  });

  test("people come over by a sync with their own names, addresses and attributes, whatever Unix knows of them", async () => {
    const path = adminPath`/realms/${REALM}/user-storage/${(await federation()).id}/sync`;
    const { added, failed } = await admin.postFor<Record<string, number>>(
      `${path}?action=triggerFullSync`,
      {},
    );
    assert.deepEqual([added, failed], [3, 0]);
    const { ada, grace } = NAMED_PEOPLE;
    for (const one of [ada, grace]) {
      const { firstName, lastName, email, attributes } = await person(one.username);
      assert.deepEqual([firstName, lastName, email], [one.firstName, one.lastName, one.mail]);
      assert.deepEqual([attributes?.["phone"], attributes?.["department"]], [[one.phone], [one.department]]);
      assert.equal(attributes?.["LDAP_ID"]?.length, 1);
    }
  });

  test("they log in by Keycloak's form, with the roles of their groups alone", async () => {
    const roles: Record<string, readonly string[]> = { ada: ["Agent"], grace: ["Admin"], alan: [] };
    for (const [username, expected] of Object.entries(roles)) {
      const { tokens } = await login(username);
      const { resource_access, given_name } = decodeJwt<Claims>(tokens.access_token);
      assert.deepEqual(resource_access["otrs-app"]?.roles ?? [], expected, username);
      assert.equal(given_name, NAMED_PEOPLE[username as keyof typeof NAMED_PEOPLE].firstName);
    }
    await assert.rejects(
      login("ada", "wrong"),
      (error) => error instanceof LoginRefused && error.stage === "form",
    );
  });

  test("in a window Keycloak writes to the directory, and each plan says so; afterwards all is as before", async () => {
    const before = await person("ada");
    const opened = await up("{ writable-until: 2999-12-31T18:00+01:00 }");
    assert.match(opened.text, /Until 2999-12-31T18:00\+01:00 Keycloak writes to the directory corporate/);
    assert.match(opened.text, /deletes the entry in the directory too/);
    assert.deepEqual(await drift(), []);
    assert.match(
      expectCode(await on("preview", "--expect-no-changes"), 0).text,
      /Until 2999-12-31T18:00\+01:00/,
    );
    await admin.put(adminPath`/realms/${REALM}/users/${before.id ?? ""}`, {
      ...before,
      firstName: "Augusta",
    });
    assert.match(await directory.search("(uid=ada)", ["givenName"]), /^givenName: Augusta$/m);

    await project.write(SPEC, spec("{ writable-until: 2020-12-31T18:00+01:00 }"));
    const open = `federation corporate: edit mode is READ_ONLY in the spec and WRITABLE on the server`;
    assert.equal((await drift())[0], `agents realm ${REALM}: ${open}`);
    const verified = expectCode(await project.deskrealm(["verify", SPEC, "--stack", STACK]), 1);
    assert.match(verified.text, /the directory corporate is read-only.*\s+Keycloak writes to it/);
    expectCode(await on("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await drift(), []);
    assert.equal((await person("ada")).id, before.id);
    expectCode(await on("preview", "--expect-no-changes"), 0);
  });

  test("what a hand changed in a directory, a mapper and a group is named, and up puts it right", async () => {
    await up();
    const components = (id: string) => adminPath`/realms/${REALM}/components/${id}`;
    const found = await federation();
    await admin.put(components(found.id), { ...found, config: { ...found.config, trustEmail: ["true"] } });
    const mappers = await listMappers(admin, REALM, found.id);
    const names = (name: string) => mappers.find((mapper) => mapper.name === name) ?? assert.fail(name);
    const first = names("first name");
    await admin.put(components(first.id), {
      ...first,
      config: { ...first.config, "ldap.attribute": ["cn"] },
    });
    await admin.delete(components(names("phone").id));
    const { id: _, ...again } = first;
    await admin.post(adminPath`/realms/${REALM}/components`, { ...again, name: "full name" });
    const group = (await findGroup(admin, REALM, "Helpdesk")) ?? assert.fail("no group");
    const app = (await findClient(admin, REALM, "otrs-app")) ?? assert.fail("no client");
    const role = await admin.get(adminPath`/realms/${REALM}/clients/${app.id}/roles/Admin`);
    await admin.post(adminPath`/realms/${REALM}/groups/${group.id}/role-mappings/clients/${app.id}`, [role]);
    const where = `agents realm ${REALM}`;
    assert.deepEqual(await drift(), [
      `${where}: federation corporate: mapper first name: setting ldap.attribute is givenName in the spec and cn on the server`,
      `${where}: federation corporate: mapper full name is on the server and not in the spec`,
      `${where}: federation corporate: mapper phone is in the spec and not on the server`,
      `${where}: federation corporate: trust email is false in the spec and true on the server`,
      `${where}: group Helpdesk: otrs-app role Admin is on the server and not in the spec`,
    ]);
    expectCode(await on("up", "--refresh", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await drift(), []);
  });

  test("a directory that leaves the spec is refused with the number of its people, and nothing is touched", async () => {
    await project.write(SPEC, spec("read-only").replace(/ {2}ldap:\n(?: {4}.*\n)+/, ""));
    const refused = expectCode(await on("up", "--yes", "--skip-preview"), 1);
    assert.match(
      refused.text,
      /directory-left: .*the directory corporate \(realm openldap-agents\) with 3 people/,
    );
    assert.match(refused.text, /write `enabled: false`/);
    await federation();
    await up();
    expectCode(await on("destroy", "--yes", "--skip-preview"), 1);
    await federation();
  });
});

interface Claims {
  readonly given_name: string;
  readonly resource_access: Readonly<Record<string, { readonly roles: readonly string[] }>>;
}
