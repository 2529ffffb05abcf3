import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { decodeJwt } from "jose";
import * as oidc from "openid-client";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { Browser } from "../../scripts/login/browser.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import {
  callbackOf,
  discover,
  exchange,
  fillIn,
  LoginRefused,
  loginThroughForm,
  start,
} from "../../scripts/login/login.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

const HELPDESK = "https://otrs.acme.example/otrs";
const TEMPORARY = "Initial-Passw0rd!";
const CHOSEN = "Chosen-Passw0rd!";
const SPEC = "realms/login.yaml";
const AGENTS = "login-agents";
const CUSTOMERS = "login-customers";
const TEXT = `helpdesk: otrs
url: ${HELPDESK}
agents:
  realm: ${AGENTS}
  frontendUrl: \${var:FRONTEND}
  roles: [Agent, Admin]
  username: { minLength: 2 }
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Agent, Admin], temporaryPassword: "\${secret:first}" }
    al: { firstName: Al, lastName: Müller (ext.), email: al@acme.example, roles: [Agent], temporaryPassword: "\${secret:first}" }
customers:
  realm: ${CUSTOMERS}
  users:
    bob: { firstName: Bob, lastName: Dylan, email: bob@customer.example, roles: [Customer User], attributes: { customerid: ACME-1 }, temporaryPassword: "\${secret:first}" }
`;

interface AccessToken {
  readonly iss: string;
  readonly azp: string;
  readonly resource_access: Readonly<Record<string, { readonly roles: readonly string[] }>>;
}

describe("people and the helpdesk's account, in realms that pulumi up made", () => {
  const project = inSuite(() => useProject({ files: { [SPEC]: TEXT } }));
  /** Of the agents' realm, by its frontend URL; the customers' realm has none. */
  let frontend: string;

  before(async () => {
    frontend = `http://localhost:${project.keycloak.port}`;
    await project.initStack("login", SPEC, {
      plain: { "deskrealm:variables.FRONTEND": frontend },
      secret: { "deskrealm:secrets.first": TEMPORARY },
    });
    expectCode(await project.pulumi(["up", "--yes", "--skip-preview"]), 0);
  });

  const request = (realm: string, username: string, password = CHOSEN) => ({
    issuer: `${realm === AGENTS ? frontend : project.keycloak.url}/realms/${realm}`,
    clientId: "otrs-app",
    redirectUri: `${HELPDESK}/index.pl`,
    username,
    password,
    fetch: fetchFor(project.admin.connection),
  });
  const firstLogin = (realm: string, username: string) =>
    loginThroughForm({ ...request(realm, username, TEMPORARY), newPassword: CHOSEN });
  const api = async (realm: string) => {
    const { id } = await new Hand(project.admin, realm).client("otrs-api");
    const { value } = await project.admin.get<{ value: string }>(
      adminPath`/realms/${realm}/clients/${id}/client-secret`,
    );
    const credentials = { kind: "client-secret", clientId: "otrs-api", clientSecret: value } as const;
    return new AdminClient({ ...adminOf(project.keycloak), realm, credentials });
  };
  const forbidden = (call: Promise<unknown>) =>
    assert.rejects(call, (error) => error instanceof AdminFailure && error.status === 403);

  test("root@localhost's first login asks for a new password and nothing else, and is no drift afterwards", async () => {
    await assert.rejects(loginThroughForm(request(AGENTS, "root@localhost", TEMPORARY)), (error) => {
      assert.ok(error instanceof LoginRefused);
      assert.match(error.hint, /give the person a password that is not temporary/);
      return true;
    });
    const { tokens } = await firstLogin(AGENTS, "root@localhost");
    const access = decodeJwt<AccessToken>(tokens.access_token);
    assert.deepEqual(access.resource_access["otrs-app"]?.roles.toSorted(), ["Admin", "Agent"]);
    const claims = tokens.claims();
    assert.equal(claims?.["preferred_username"], "root@localhost");
    assert.equal(claims?.["email"], "root@acme.example");
    assert.equal(claims?.["given_name"], "Root");
    assert.equal(claims?.["family_name"], "Admin");

    expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes"]), 0);
    const loaded = await modelOf(join(project.root, SPEC), { variables: { FRONTEND: frontend } });
    assert.deepEqual(await differences(adminOf(project.keycloak), loaded), []);
  });

  test("frontendUrl is the issuer, whatever address Keycloak is reached by", async () => {
    const answer = await fetch(`${project.keycloak.url}/realms/${AGENTS}/.well-known/openid-configuration`);
    const { issuer } = (await answer.json()) as { issuer: string };
    assert.equal(issuer, `${frontend}/realms/${AGENTS}`);
    const { tokens } = await loginThroughForm(request(AGENTS, "root@localhost"));
    const { iss, azp } = decodeJwt<AccessToken>(tokens.access_token);
    assert.deepEqual([iss, azp], [issuer, "otrs-app"]);
    assert.equal(tokens.claims()?.aud, "otrs-app");
  });

  test("a last name Müller (ext.) and a two-letter user name log in where the spec says so", async () => {
    const { tokens } = await firstLogin(AGENTS, "al");
    assert.equal(tokens.claims()?.["family_name"], "Müller (ext.)");
    assert.equal(tokens.claims()?.["preferred_username"], "al");
  });

  test("a two-letter user name is refused by a realm whose spec does not allow it, and by check", async () => {
    const person = {
      username: "al",
      firstName: "Al",
      lastName: "Müller (ext.)",
      email: "al@customer.example",
      attributes: { customerid: ["ACME-1"] },
    };
    const users = adminPath`/realms/${CUSTOMERS}/users`;
    await assert.rejects(project.admin.post(users, person), (error) => {
      assert.ok(error instanceof AdminFailure);
      assert.equal(error.status, 400);
      assert.match(error.message, /username: error-invalid-length/);
      return true;
    });
    // Its name is all that is wrong.
    const id = await project.admin.post(users, { ...person, username: "ali" });
    await project.admin.delete(`${users}/${id}`);
    const short = await project.write("realms/short.yaml", TEXT.replace(/ {2}username: .*\n/, ""));
    const { stdout } = expectCode(
      await project.deskrealm(["check", short, "--var", "FRONTEND=https://a.example"]),
      2,
    );
    assert.match(stdout, /error user-name\n[\s\S]*"al" has fewer than 3 characters/);
  });

  test("a customer logs in with their role, and carries the customerid of the spec where the model shows it", async () => {
    const { tokens, configuration } = await firstLogin(CUSTOMERS, "bob");
    const access = decodeJwt<AccessToken>(tokens.access_token);
    assert.deepEqual(access.resource_access["otrs-app"]?.roles, ["Customer User"]);
    // OTRS reads attributes through otrs-api; the vendor's layout has no mapper that puts them into tokens.
    using own = await api(CUSTOMERS);
    const [bob] = await own.get<{ attributes: Record<string, string[]> }[]>(
      adminPath`/realms/${CUSTOMERS}/users`,
      { username: "bob", exact: true },
    );
    assert.deepEqual(bob?.attributes, { customerid: ["ACME-1"] });
    const told = await oidc.fetchUserInfo(configuration, tokens.access_token, tokens.claims()?.sub ?? "");
    assert.deepEqual([told["email"], told["customerid"]], ["bob@customer.example", undefined]);
  });

  test("a wrong password, a wrong redirect URI and a missing verifier are refused", async () => {
    const right = request(CUSTOMERS, "bob");
    const refusedAt = (stage: LoginRefused["stage"]) => (error: unknown) => {
      assert.ok(error instanceof LoginRefused);
      assert.equal(error.stage, stage, error.said);
      return true;
    };
    await assert.rejects(loginThroughForm({ ...right, password: "wrong" }), refusedAt("form"));
    for (const redirectUri of [
      "https://evil.example/",
      `${HELPDESK}.evil.example/`,
      "https://otrs.acme.example/",
    ]) {
      await assert.rejects(loginThroughForm({ ...right, redirectUri }), refusedAt("page"), redirectUri);
    }
    const configuration = await discover(right);
    const browser = new Browser(right.fetch);
    const started = await start(configuration, right);
    const done = await fillIn(browser, await browser.open(started.url, right.issuer), right);
    const callback = callbackOf(done, right.redirectUri);
    await assert.rejects(
      exchange(configuration, callback, { ...started, verifier: undefined }),
      refusedAt("token"),
    );
    await loginThroughForm(right);
  });

  test("a logout ends the session and leads back to the helpdesk, and to nowhere else", async () => {
    const right = request(CUSTOMERS, "bob");
    const { tokens, browser, configuration } = await loginThroughForm(right);
    const end = (post_logout_redirect_uri: string) =>
      oidc.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri,
        id_token_hint: tokens.id_token ?? "",
      });
    const refused = await browser.open(end("https://evil.example/").href, right.issuer);
    assert.deepEqual([refused.status, refused.redirect], [400, undefined]);
    const back = await browser.open(end(HELPDESK).href, right.issuer);
    assert.equal(back.redirect, HELPDESK);
    await assert.rejects(
      oidc.refreshTokenGrant(configuration, tokens.refresh_token ?? ""),
      (error) => error instanceof oidc.ResponseBodyError && error.error === "invalid_grant",
    );
  });

  for (const realm of [AGENTS, CUSTOMERS]) {
    test(`otrs-api of ${realm} does what OTRS needs, and cannot do what it was not given`, async () => {
      using own = await api(realm);
      const users = adminPath`/realms/${realm}/users`;
      const people = await own.get<{ username: string }[]>(users);
      assert.deepEqual(
        people.map(({ username }) => username).sort(),
        realm === AGENTS ? ["al", "root@localhost"] : ["bob"],
      );
      const person = { username: "eve", firstName: "Eve", lastName: "E", email: "eve@acme.example" };
      const attributes = { customerid: ["ACME-2"] };
      const id = await own.post(users, { ...person, attributes });
      await own.put(`${users}/${id}`, { ...person, attributes, lastName: "Changed" });
      assert.equal((await own.get<{ lastName: string }>(`${users}/${id}`)).lastName, "Changed");
      await own.delete(`${users}/${id}`);

      const clients = await own.get<{ clientId: string }[]>(adminPath`/realms/${realm}/clients`);
      for (const name of ["otrs-api", "otrs-app"])
        assert.ok(clients.some(({ clientId }) => clientId === name));
      const { systemInfo } = await own.get<{ systemInfo: { version: string } }>("/serverinfo");
      assert.equal(systemInfo.version, project.keycloak.version);

      await forbidden(own.post("/realms", { realm: "mine", enabled: true }));
      assert.equal(await project.admin.find("/realms/mine"), undefined);
      await forbidden(own.put(adminPath`/realms/${realm}`, { registrationAllowed: true }));
      await forbidden(own.delete(adminPath`/realms/${realm}`));
      await forbidden(own.get(adminPath`/realms/${realm}/events/config`));
      await forbidden(own.get(adminPath`/realms/${realm}/identity-provider/instances`));
      await forbidden(own.get("/realms/master"));
      // To every administrator of a realm Keycloak shows what its console's frame needs, and no setting more.
      const shown = await own.get<object>(adminPath`/realms/${realm}`);
      assert.deepEqual(Object.keys(shown).sort(), [
        ...["bruteForceProtected", "defaultLocale", "displayName", "displayNameHtml", "realm"],
        ...["registrationEmailAsUsername", "supportedLocales"],
      ]);
    });
  }
});
