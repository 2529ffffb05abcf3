// Test realms of a spec whose people come from directories: their people are those of LDIF files, and the spec's own
// directories, mail server and providers are never connected to.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { adminPath } from "../../infra/admin/client.ts";
import type { Failure } from "../../infra/diagnostics/failure.ts";
import { modelOf } from "../../infra/load-model.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import { demandReached } from "../../scripts/ephemeral/demand-reached.ts";
import { ephemeralDown } from "../../scripts/ephemeral/down.ts";
import { ephemeralUp } from "../../scripts/ephemeral/up.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { loginThroughForm } from "../../scripts/login/login.ts";
import { projectRoot } from "../../scripts/project-root.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { waitFor } from "../../scripts/servers/ready.ts";
import { type DirectoryClaims, isRefused } from "../support/directory-project.ts";
import { inSuite } from "../support/in-suite.ts";
import { Production } from "../support/production.ts";
import { collector } from "../support/run-cli.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const HELPDESK = "https://pr-42.preview.example";
const PASSWORD = "Initial-Passw0rd!";
const SECRET = "the-secret-of-production";

/** Of an Active Directory: by its attributes, with a group within a group and somebody who is disabled. */
const STAFF = `dn: CN=Ada Lovelace,OU=Staff,DC=acme,DC=example
objectClass: user
cn: Ada Lovelace
sn: Lovelace
givenName: Ada
mail: ada@pr.example
sAMAccountName: ada
userPrincipalName: ada@acme.example
objectGUID:: 3k0cVZ1cQU6sYkq2x3b6hg==
userPassword: ${PASSWORD}

dn: CN=Grace Hopper,OU=Staff,DC=acme,DC=example
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
objectCategory: CN=Person,CN=Schema,CN=Configuration,DC=acme,DC=example
cn: Grace Hopper
sn: Hopper
givenName: Grace
mail: grace@pr.example
sAMAccountName: grace
userAccountControl: 66048
userPassword: ${PASSWORD}

dn: CN=Gone Away,OU=Staff,DC=acme,DC=example
objectClass: user
cn: Gone Away
sn: Away
givenName: Gone
mail: gone@pr.example
sAMAccountName: gone
userAccountControl: 514
userPassword: ${PASSWORD}

dn: CN=PC-1,OU=Staff,DC=acme,DC=example
objectClass: user
objectClass: computer
cn: PC-1
sn: PC
sAMAccountName: pc-1$

dn: CN=Helpdesk,OU=Groups,DC=acme,DC=example
objectClass: group
cn: Helpdesk
member: CN=Ada Lovelace,OU=Staff,DC=acme,DC=example
member: CN=Second Level,OU=Groups,DC=acme,DC=example

dn: CN=Second Level,OU=Groups,DC=acme,DC=example
objectClass: group
cn: Second Level
member: CN=Grace Hopper,OU=Staff,DC=acme,DC=example
`;

const CUSTOMERS = `dn: uid=carl,ou=people,dc=acme,dc=example
objectClass: inetOrgPerson
uid: carl
cn: Carl Customer
sn: Customer
givenName: Carl
mail: carl@pr.example
departmentNumber: c-7
userPassword: ${PASSWORD}

dn: uid=guest,ou=people,dc=acme,dc=example
objectClass: inetOrgPerson
uid: guest
cn: Gu Est
sn: Est
givenName: Gu
mail: guest@pr.example
departmentNumber: c-8
employeeType: guest
userPassword: ${PASSWORD}
`;

const specText = (port: number) => `helpdesk: otrs
url: https://otrs.acme.example
shared:
  smtp: { host: 127.0.0.1, port: ${port}, from: desk@acme.example, auth: { username: desk, password: "\${env:SMTP}" } }
agents:
  roles: [Agent, Admin]
  ldap:
    vendor: active-directory
    url: ldap://127.0.0.1:${port}
    bind: { dn: "CN=keycloak,DC=acme,DC=example", password: "\${secret:bind}" }
    users: OU=Staff,DC=acme,DC=example
    roles:
      Agent: CN=Helpdesk,OU=Groups,DC=acme,DC=example
      Admin: CN=Second Level,OU=Groups,DC=acme,DC=example
  identityProviders:
    sister:
      provider: keycloak
      url: http://127.0.0.1:${port}
      realm: sister
      clientId: desk
      clientSecret: \${secret:sister}
customers:
  ldap:
    vendor: openldap
    url: [ldap://127.0.0.1:${port}, ldap://127.0.0.2:${port}]
    bind: { dn: "cn=keycloak,dc=acme,dc=example", password: "\${secret:bind}" }
    users: ou=people,dc=acme,dc=example
    filter: (!(employeeType=guest))
    attributes: { customerid: departmentNumber }
    roles: { Customer User: all }
ephemeral:
  agents:
    users: { alice: { firstName: Alice, lastName: Agent, email: alice@pr.example, roles: [Admin] } }
    ldif: fixtures/staff.ldif
  customers: { ldif: fixtures/customers.ldif }
`;

describe("test realms of a spec with directories", () => {
  const keycloak = inSuite(() => startKeycloak());
  const production = inSuite(() => Production.start());
  const folder = mkdtempSync(join(tmpdir(), "deskrealm-ephemeral-"));
  const output = collector();
  const context = {
    env: { ...process.env, SMTP: SECRET },
    stdout: output.stream,
    stderr: output.stream,
    cwd: folder,
    root: projectRoot(),
    now: () => new Date(),
    signal: new AbortController().signal,
  };

  const server = () => ({ kind: "shared", connection: adminOf(keycloak) }) as const;
  const up = () =>
    ephemeralUp(
      {
        ...{ spec: "spec.yaml", name: "pr-42", url: HELPDESK, ttlSeconds: 3600, out: "out", detached: false },
        server: server(),
      },
      context,
    );
  // Their directories end with them, whatever has come of `up`.
  inSuite(async () => ({
    async [Symbol.asyncDispose]() {
      await ephemeralDown({ name: "pr-42", server: server() }, context);
    },
  }));
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(async () => {
    mkdirSync(join(folder, "fixtures"));
    writeFileSync(join(folder, "fixtures/staff.ldif"), STAFF);
    writeFileSync(join(folder, "fixtures/customers.ldif"), CUSTOMERS);
    writeFileSync(join(folder, "spec.yaml"), specText(production.port));
    await up();
  });

  const enter = (realm: string, username: string, password = PASSWORD) =>
    loginThroughForm({
      issuer: `${keycloak.url}/realms/${realm}`,
      clientId: "otrs-app",
      redirectUri: `${HELPDESK}/index.pl`,
      username,
      password,
      fetch: fetchFor(adminOf(keycloak)),
    });
  const claims = async (realm: string, username: string) =>
    decodeJwt<DirectoryClaims>((await enter(realm, username)).tokens.access_token);

  test("people of the Active Directory's file log in by their account names, with the roles of their groups and those within", async () => {
    const roles = { ada: ["Agent"], grace: ["Admin", "Agent"] };
    for (const [username, expected] of Object.entries(roles)) {
      const { resource_access, given_name } = await claims("otrs-agents-pr-42", username);
      assert.deepEqual(resource_access["otrs-app"]?.roles.toSorted(), expected, username);
      assert.equal(given_name, username === "ada" ? "Ada" : "Grace");
    }
    await assert.rejects(enter("otrs-agents-pr-42", "ada", "wrong"), isRefused);
    for (const username of ["gone", "pc-1$"])
      await assert.rejects(enter("otrs-agents-pr-42", username), isRefused, username);
  });

  test("people of the OpenLDAP's file log in with their attributes, and the realm's own filter holds", async () => {
    const { resource_access } = await claims("otrs-customer-users-pr-42", "carl");
    assert.deepEqual(resource_access["otrs-app"]?.roles, ["Customer User"]);
    const path = adminPath`/realms/${"otrs-customer-users-pr-42"}/users`;
    const [carl] = await keycloak.admin.get<UserRepresentation[]>(path, { username: "carl" });
    assert.deepEqual(carl?.attributes?.["customerid"], ["c-7"]);
    await assert.rejects(enter("otrs-customer-users-pr-42", "guest"), isRefused);
  });

  test("a full sync finds exactly the people of the file, beside those that the spec names", async () => {
    for (const [realm, found] of [
      ["otrs-agents-pr-42", ["ada", "alice", "grace"]],
      ["otrs-customer-users-pr-42", ["carl"]],
    ] as const) {
      const components = adminPath`/realms/${realm}/components`;
      const type = "org.keycloak.storage.UserStorageProvider";
      const [federation] = await keycloak.admin.get<{ id: string }[]>(components, { type });
      const sync = adminPath`/realms/${realm}/user-storage/${federation?.id ?? ""}/sync`;
      const { failed } = await keycloak.admin.postFor<{ failed: number }>(
        `${sync}?action=triggerFullSync`,
        {},
      );
      assert.equal(failed, 0);
      const people = await keycloak.admin.get<{ username: string }[]>(adminPath`/realms/${realm}/users`);
      assert.deepEqual(people.map(({ username }) => username).sort(), found);
    }
  });

  test("up again with another file: whoever is new can log in, whoever is gone cannot, the others stay who they are", async () => {
    const idOf = async (username: string) => {
      const path = adminPath`/realms/${"otrs-agents-pr-42"}/users`;
      return (await keycloak.admin.get<UserRepresentation[]>(path, { username, exact: true }))[0]?.id;
    };
    const before = await idOf("ada");
    assert.ok(before);
    writeFileSync(join(folder, "fixtures/staff.ldif"), STAFF.replaceAll("grace", "joan"));
    await up();
    assert.deepEqual(
      (await claims("otrs-agents-pr-42", "joan")).resource_access["otrs-app"]?.roles.length,
      2,
    );
    await assert.rejects(enter("otrs-agents-pr-42", "grace"), isRefused);
    await claims("otrs-agents-pr-42", "ada");
    assert.equal(await idOf("ada"), before);
  });

  test("nothing of the spec's own was connected to, and no secret of theirs is anywhere", async () => {
    assert.equal(production.heard.length, 0);
    for (const realm of ["otrs-agents-pr-42", "otrs-customer-users-pr-42"]) {
      const held = await keycloak.admin.get<{ smtpServer: object; identityProviders?: object[] }>(
        adminPath`/realms/${realm}`,
      );
      assert.deepEqual(held.smtpServer, {});
      assert.deepEqual(held.identityProviders ?? [], []);
    }
    assert.ok(!output.text().includes(SECRET));
    assert.ok(!output.text().includes(PASSWORD));
    // The same Keycloak would have got there.
    const test = adminPath`/realms/${"otrs-agents-pr-42"}/testLDAPConnection`;
    const connectionUrl = `ldap://127.0.0.1:${production.port}`;
    await keycloak.admin
      .post(test, { action: "testConnection", connectionUrl, authType: "none" })
      .catch(() => {});
    assert.ok(await waitFor(() => production.heard.length > 0, 30_000));
  });

  test("a Keycloak that does not get through to them is told of", async () => {
    const connectionUrl = `ldap://127.0.0.1:${await freePort()}`;
    const text = readFileSync(join(folder, "spec.yaml"), "utf8");
    const { value } = modelOf(text, "spec.yaml", { variables: {}, env: context.env });
    assert.ok(value?.model.realms.customers);
    const { customers } = value.model.realms;
    const federation = { ...customers.federations["ldap"], connectionUrl } as FederationModel;
    const realms = {
      customers: { ...customers, realm: "otrs-customer-users-pr-42", federations: { ldap: federation } },
    };
    await assert.rejects(demandReached(keycloak.admin, { realms }, {}), (error: Failure) => {
      assert.equal(error.code, "directory-failed");
      assert.match(
        error.message,
        new RegExp(`does not reach the directory of otrs-customer-users-pr-42 at ${connectionUrl}`),
      );
      return true;
    });
  });
});
