// EspoCRM on a realm of a real Keycloak: set up from what `render` writes, logged out by Keycloak, and broken by each
// setting that looks right and is not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { hasForm, messageOf } from "../../scripts/login/browser.ts";
import { makeVisitor, newBrowser, StandInRefused, type Visitor } from "../support/at-keycloak.ts";
import { Espocrm, type Settings } from "../support/espocrm.ts";
import { expand } from "../support/good-spec.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { loadArrays } from "../support/php.ts";
import { ProductWorld, type Rendered } from "../support/product-world.ts";

const SPEC = join(import.meta.dirname, "../../realms/espocrm.yaml");
const REALM = "espocrm";
const GRACE: Visitor = { username: "grace", password: "Chosen-Passw0rd!" };
const TEAMS = { "6400a1": "Sales", "6400a2": "Support" };

const refused = (login: Promise<unknown>, why: RegExp) =>
  assert.rejects(login, (error) => {
    assert.ok(error instanceof StandInRefused, String(error));
    assert.match(error.message, why);
    return true;
  });

/** What both files of overrides say to EspoCRM. */
function settingsOf({ files }: Rendered): Settings {
  const names = ["config-override.php", "config-internal-override.php"];
  return Object.assign({}, ...loadArrays(names.map((name) => files[name]?.text ?? "")));
}

describe("EspoCRM", () => {
  const world = inSuite(() => ProductWorld.create());
  const espocrm = inSuite(() => Espocrm.start());
  const made = inSuite(async () => {
    const text = await readFile(SPEC, "utf8");
    return world.bring(text.replace(/^url: .*$/m, `url: ${espocrm.siteUrl}`));
  });
  let rendered: Rendered;
  let settings: Settings;
  let hand: Hand;
  let id: string;
  before(async () => {
    rendered = await made.rendered();
    settings = settingsOf(rendered);
    hand = new Hand(world.admin, REALM);
    id = await makeVisitor(world.admin, REALM, GRACE);
    await hand.giveRoles(GRACE.username, "espocrm", ["Support"]);
  });

  /** Logs Grace in at an EspoCRM without users; teams are filled in as the steps say. */
  function logIn(more: Settings = {}, browser = newBrowser(world.admin), visitor = GRACE) {
    espocrm.users.length = 0;
    espocrm.userNameLength = 50;
    espocrm.teams = TEAMS;
    espocrm.settings = { ...settings, oidcSyncTeams: true, ...more };
    return espocrm.login(browser, visitor);
  }

  async function withClient(attributes: Readonly<Record<string, string>>, attempt: () => Promise<void>) {
    const before = await hand.client("espocrm");
    const set = (values: object) =>
      hand.setClient("espocrm", (now) => ({ attributes: { ...now.attributes, ...values } }));
    const cleared = Object.keys(attributes).map((name) => [name, before.attributes?.[name] ?? ""]);
    try {
      await set(attributes);
      await attempt();
    } finally {
      await set(Object.fromEntries(cleared));
    }
  }

  test("render writes its configuration as PHP, the secret apart with mode 0600, and prints none", () => {
    const { files, stdout } = rendered;
    const modes = Object.entries(files).map(([name, { mode }]) => [name, mode]);
    assert.deepEqual(Object.fromEntries(modes), {
      "config-override.php": 0o644,
      "config-internal-override.php": 0o600,
      "espocrm.md": 0o600,
    });
    const secret = String(settings["oidcClientSecret"]);
    assert.ok(secret.length > 20);
    assert.ok(!stdout.includes(secret) && !files["config-override.php"]?.text.includes(secret));
    assert.ok(files["espocrm.md"]?.text.includes(`| OIDC Client Secret | \`${secret}\` |`));
    const base = `${world.keycloak.url}/realms/${REALM}/protocol/openid-connect`;
    assert.deepEqual(settings, {
      authenticationMethod: "Oidc",
      oidcClientId: "espocrm",
      oidcClientSecret: secret,
      oidcAuthorizationEndpoint: `${base}/auth`,
      oidcTokenEndpoint: `${base}/token`,
      oidcJwksEndpoint: `${base}/certs`,
      oidcJwtSignatureAlgorithmList: ["RS256"],
      oidcScopes: ["profile", "email", "phone"],
      oidcUsernameClaim: "sub",
      oidcCreateUser: true,
      oidcSync: false,
      oidcGroupClaim: "groups",
      oidcFallback: true,
      oidcAllowRegularUserFallback: false,
      oidcAllowAdminUser: false,
      oidcLogoutUrl: `${base}/logout?client_id={clientId}&post_logout_redirect_uri={siteUrl}`,
    });
  });

  test("a user is made at the first login, with names, address and the team of the role", async () => {
    const user = await logIn();
    assert.deepEqual(user, {
      userName: id,
      emailAddress: "grace@acme.example",
      phoneNumber: null,
      firstName: "Grace",
      lastName: "Hopper",
      teamsIds: ["6400a2"],
      tokens: 1,
    });
    await refused(logIn({ oidcCreateUser: false }), /user not found/);
  });

  test("verify passes, drift is empty, and export means the same", async () => {
    const { code, stdout } = await made.run("verify", "--probe");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await made.drift(), []);
    const exported = await made.exported("--realm", REALM, "--url", espocrm.siteUrl);
    assert.equal(exported.code, 0, exported.stderr);
    const { realms, ...about } = made.expansion.model;
    const without = { ...about, realms: { agents: { ...realms.agents, users: {} } } };
    assert.deepEqual(diffModels(expand(exported.stdout).model, without as never), []);
  });

  test("a logout leads back to EspoCRM, once the person has said so", async () => {
    const browser = newBrowser(world.admin);
    await logIn({}, browser);
    const asked = await browser.open(espocrm.logoutUrl(), world.keycloak.url);
    // Keycloak's form of this page has no id.
    const html = asked.html.replace("<form", '<form id="confirm"');
    const done = await browser.submit(
      { ...asked, html },
      "confirm",
      { confirmLogout: "y" },
      world.keycloak.url,
    );
    assert.equal(done.redirect, `${espocrm.siteUrl}/`);
  });

  test("whom Keycloak logs out is logged out of EspoCRM", async () => {
    const user = await logIn();
    espocrm.calls.length = 0;
    await world.admin.post(adminPath`/realms/${REALM}/users/${id}/logout`, {});
    assert.deepEqual(espocrm.calls, ["POST /api/v1/Oidc/backchannelLogout 200"]);
    assert.equal(user.tokens, 0);
  });

  describe("is broken by", () => {
    test("a back-channel logout at the address that the page names", () =>
      withClient({ "backchannel.logout.url": `${espocrm.siteUrl}/api/v1/backchannelLogout` }, async () => {
        const user = await logIn();
        espocrm.calls.length = 0;
        await world.admin.post(adminPath`/realms/${REALM}/users/${id}/logout`, {});
        assert.deepEqual(espocrm.calls, ["POST /api/v1/backchannelLogout 404"]);
        assert.equal(user.tokens, 1);
      }));

    test("a back-channel logout with another username claim than sub", async () => {
      const user = await logIn({ oidcUsernameClaim: "preferred_username" });
      espocrm.calls.length = 0;
      await world.admin.post(adminPath`/realms/${REALM}/users/${id}/logout`, {});
      assert.deepEqual(espocrm.calls, ["POST /api/v1/Oidc/backchannelLogout 403"]);
      assert.equal(user.tokens, 1);
    });

    test("a logout URL without client_id", async () => {
      const bare = String(settings["oidcLogoutUrl"]).replace("client_id={clientId}&", "");
      const browser = newBrowser(world.admin);
      await logIn({ oidcLogoutUrl: bare }, browser);
      const page = await browser.open(espocrm.logoutUrl(), world.keycloak.url);
      assert.equal(page.status, 400);
      assert.match(messageOf(page), /Missing parameters: id_token_hint/);
      assert.ok(!hasForm(page, "confirm"));
    });

    test("PKCE that Keycloak demands, before version 10", () =>
      withClient({ "pkce.code.challenge.method": "S256" }, () =>
        refused(logIn(), /callback: Missing parameter: code_challenge_method/),
      ));

    test("HS256, though its page lists it", () =>
      withClient({ "id.token.signed.response.alg": "HS256" }, async () => {
        await refused(logIn(), /algorithm HS256 not allowed/);
        await refused(
          logIn({ oidcJwtSignatureAlgorithmList: ["RS256", "HS256"] }),
          /JWT signature not verified/,
        );
      }));

    test("a claim of groups that is nested: nobody gets a team", async () => {
      assert.deepEqual((await logIn({ oidcGroupClaim: "resource_access.espocrm.roles" })).teamsIds, []);
      const client = await hand.client("espocrm");
      const mapper = client.protocolMappers?.find(({ name }) => name === "espocrm-teams");
      const path = adminPath`/realms/${REALM}/clients/${client.id}/protocol-mappers/models/${mapper?.id ?? ""}`;
      const nested = { ...mapper?.config, "claim.name": "resource_access.espocrm.roles" };
      try {
        await world.admin.put(path, { ...mapper, config: nested });
        for (const oidcGroupClaim of ["groups", "resource_access.espocrm.roles"])
          assert.deepEqual((await logIn({ oidcGroupClaim })).teamsIds, []);
      } finally {
        await world.admin.put(path, mapper);
      }
      assert.deepEqual((await logIn()).teamsIds, ["6400a2"]);
    });

    test("a team without a group beside it: everybody gets it", async () => {
      espocrm.users.length = 0;
      espocrm.teams = { ...TEAMS, "6400a3": "" };
      espocrm.settings = settings;
      const { teamsIds } = await espocrm.login(newBrowser(world.admin), GRACE);
      assert.deepEqual(teamsIds, ["6400a2", "6400a3"]);
    });

    test("the scope phone, missing at the client", async () => {
      const client = await hand.client("espocrm");
      const scopes = await world.admin.get<{ id: string; name: string }[]>(
        adminPath`/realms/${REALM}/client-scopes`,
      );
      const phone = scopes.find(({ name }) => name === "phone")?.id ?? "";
      const path = adminPath`/realms/${REALM}/clients/${client.id}/optional-client-scopes/${phone}`;
      await world.admin.delete(path);
      try {
        await refused(logIn(), /callback: Invalid scopes: openid profile email phone/);
      } finally {
        await world.admin.put(path, {});
      }
      assert.equal((await logIn()).tokens, 1);
    });
  });

  describe("from version 10 on, with user names", () => {
    const LONG: Visitor = { username: `g${"r".repeat(58)}e`, password: GRACE.password };
    const latest = inSuite(() =>
      world.bring(`helpdesk: espocrm
url: ${espocrm.siteUrl}
config: { version: "10", createUsers: true, usernameClaim: preferred_username, usernameLength: 55 }
agents: { realm: ten }
`),
    );
    let ten: Settings;
    before(async () => {
      ten = settingsOf(await latest.rendered());
      await makeVisitor(world.admin, "ten", GRACE);
    });

    const logInTen = (more: Settings = {}, visitor = GRACE) => {
      espocrm.users.length = 0;
      espocrm.userNameLength = 55;
      espocrm.settings = { ...ten, ...more };
      return espocrm.login(newBrowser(world.admin), visitor);
    };

    test("it sends the challenge that Keycloak demands, and verify passes", async () => {
      assert.equal((await logInTen()).userName, "grace");
      await refused(logInTen({ oidcAuthorizationPkce: false }), /Missing parameter: code_challenge_method/);
      const { code, stdout } = await latest.run("verify", "--probe");
      assert.equal(code, 0, stdout);
      assert.deepEqual(await latest.drift(), []);
    });

    test("Keycloak makes nobody whose user name is longer than EspoCRM's field", async () => {
      await assert.rejects(
        makeVisitor(world.admin, "ten", LONG),
        (error) => error instanceof AdminFailure && error.status === 400,
      );
      await new Hand(world.admin, "ten").setProfile((profile) => {
        const name = profile.attributes.find((one) => one.name === "username");
        Object.assign(name?.validations["length"] ?? {}, { max: 255 });
      });
      await makeVisitor(world.admin, "ten", LONG);
      await refused(logInTen({}, LONG), /exceeds max length of 55/);
    });
  });
});
