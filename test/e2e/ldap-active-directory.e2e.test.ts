// People of a real Active Directory in the helpdesk's realms: groups within groups, and whoever is disabled.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { type ResponseBodyError, refreshTokenGrant } from "openid-client";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { listFederations } from "../../infra/admin/federations.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { CertificateAuthority } from "../support/certificates.ts";
import { DIRECTORY_PASSWORD, NAMED_PEOPLE } from "../support/directory-people.ts";
import { differences, modelOf } from "../support/live.ts";
import { expectCode, keycloakSettings, Project } from "../support/project.ts";
import { SambaAd } from "../support/samba-ad.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const HELPDESK = "https://otrs.acme.example";
const AGENTS = "ad-agents";
const CUSTOMERS = "ad-customers";
const STACK = "ad";
const SPEC = "realms/ad.yaml";

describe("people of an Active Directory", () => {
  let authority: CertificateAuthority;
  let directory: SambaAd;
  let keycloak: Keycloak;
  let project: Project;
  let admin: AdminClient;
  const ldap = () => `ldap:
    vendor: active-directory
    url: ${directory.url}
    bind: { dn: "${directory.bind.dn}", password: "\${secret:bind}" }
    users: ${directory.people}`;
  const spec = () => `helpdesk: otrs
url: ${HELPDESK}
agents:
  realm: ${AGENTS}
  roles: [Agent, Admin]
  ${ldap()}
    roles:
      Agent: CN=Helpdesk,${directory.groups}
      Admin: CN=Second Level,${directory.groups}
customers:
  realm: ${CUSTOMERS}
  ${ldap()}
    attributes: { customerid: departmentNumber, phone: telephoneNumber }
    groups: ${directory.groups}
    roles: { Customer User: all }
`;
  const on = (...words: string[]) => project.pulumi([...words, "--stack", STACK]);
  const sync = async (realm: string) => {
    const [federation] = await listFederations(admin, realm);
    const path = adminPath`/realms/${realm}/user-storage/${federation?.id ?? ""}/sync`;
    return admin.postFor<Record<string, number>>(`${path}?action=triggerFullSync`, {});
  };
  const person = async (realm: string, username: string) => {
    const query = { username, exact: true };
    const [found] = await admin.get<UserRepresentation[]>(adminPath`/realms/${realm}/users`, query);
    return found ?? assert.fail(`no ${username}`);
  };
  const enter = (realm: string, username: string) =>
    loginThroughForm({
      issuer: `${keycloak.url}/realms/${realm}`,
      clientId: "otrs-app",
      redirectUri: `${HELPDESK}/index.pl`,
      username,
      password: DIRECTORY_PASSWORD,
      fetch: fetchFor(adminOf(keycloak)),
    });
  const login = async (realm: string, username: string) =>
    decodeJwt<Claims>((await enter(realm, username)).tokens.access_token);
  const isRefused = (error: unknown) => error instanceof LoginRefused && error.stage === "form";

  before(async () => {
    authority = await CertificateAuthority.create();
    directory = await SambaAd.start({ authority });
    keycloak = await startKeycloak(undefined, [authority.file]);
    project = await Project.create();
    admin = new AdminClient(adminOf(keycloak));
    await project.write(SPEC, spec());
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
    expectCode(await on("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await differences(adminOf(keycloak), await modelOf(join(project.root, SPEC))), []);
    expectCode(await on("preview", "--expect-no-changes"), 0);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
  });

  test("people come over by a sync with their own names and attributes, and no computer among them", async () => {
    const { added, failed } = await sync(CUSTOMERS);
    assert.deepEqual([added, failed], [4, 0]);
    const { ada } = NAMED_PEOPLE;
    const { firstName, lastName, email, attributes } = await person(CUSTOMERS, "ada");
    assert.deepEqual([firstName, lastName, email], [ada.firstName, ada.lastName, ada.mail]);
    assert.deepEqual([attributes?.["customerid"], attributes?.["phone"]], [[ada.department], [ada.phone]]);
    assert.equal((await person(CUSTOMERS, "gone")).enabled, false);
  });

  test("roles come from groups, and from groups within them; those of everybody from nothing", async () => {
    const roles: Record<string, readonly string[]> = { ada: ["Agent"], grace: ["Admin", "Agent"], alan: [] };
    for (const [username, expected] of Object.entries(roles)) {
      const { resource_access, given_name } = await login(AGENTS, username);
      assert.deepEqual(resource_access["otrs-app"]?.roles?.toSorted() ?? [], expected, username);
      assert.equal(given_name, NAMED_PEOPLE[username as keyof typeof NAMED_PEOPLE].firstName);
    }
    const { resource_access } = await login(CUSTOMERS, "alan");
    assert.deepEqual(resource_access["otrs-app"]?.roles, ["Customer User"]);
    const { id = "" } = await person(CUSTOMERS, "grace");
    const groups = await admin.get<{ name: string }[]>(adminPath`/realms/${CUSTOMERS}/users/${id}/groups`);
    assert.deepEqual(groups.map(({ name }) => name).sort(), ["Helpdesk", "Second Level"]);
  });

  test("whoever is disabled in the directory is out at once, and in again once enabled", async () => {
    await assert.rejects(login(AGENTS, "gone"), isRefused);
    const { id } = await person(AGENTS, "ada");
    const { configuration, tokens } = await enter(AGENTS, "ada");
    const again = () => refreshTokenGrant(configuration, tokens.refresh_token ?? "");
    await again();
    await directory.enable("ada", false);
    await assert.rejects(again(), (error) => (error as ResponseBodyError).error === "invalid_grant");
    await assert.rejects(login(AGENTS, "ada"), isRefused);
    assert.equal((await person(AGENTS, "ada")).enabled, false);
    await directory.enable("ada", true);
    await login(AGENTS, "ada");
    assert.equal((await person(AGENTS, "ada")).id, id);
  });
});

interface Claims {
  readonly given_name: string;
  readonly resource_access: Readonly<Record<string, { readonly roles: readonly string[] }>>;
}
