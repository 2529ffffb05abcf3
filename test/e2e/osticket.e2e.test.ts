// osTicket with its plugin, on realms of a real Keycloak: set up from what `render` writes, and broken by each
// setting that looks right and is not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { makeVisitor, newBrowser, passForm, StandInRefused, type Visitor } from "../support/at-keycloak.ts";
import { expand } from "../support/good-spec.ts";
import { attributeOf, Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { type Form, formOf, Osticket } from "../support/osticket.ts";
import { ProductWorld, type Rendered } from "../support/product-world.ts";

const SPEC = join(import.meta.dirname, "../../realms/osticket.yaml");
const AGENTS = "osticket-agents";
const USERS = "osticket-users";
const CALLBACK = "https://help.acme.example/osticket/api/auth/oauth2";
const GRACE: Visitor = { username: "grace", password: "Chosen-Passw0rd!" };
const ACCOUNT = { id: 7, username: "ghopper", email: "grace@acme.example", name: "Grace Hopper" };

const refused = (login: Promise<unknown>, why: RegExp) =>
  assert.rejects(login, (error) => {
    assert.ok(error instanceof StandInRefused, String(error));
    assert.match(error.message, why);
    return true;
  });

interface Change {
  readonly redirectUris?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

describe("osTicket's plugin", () => {
  const world = inSuite(() => ProductWorld.create());
  const made = inSuite(async () => world.bring(await readFile(SPEC, "utf8")));
  let rendered: Rendered;
  let agents: Form;
  let users: Form;
  before(async () => {
    rendered = await made.rendered();
    agents = formOf(rendered.files["osticket-agents.md"]?.text ?? "");
    users = formOf(rendered.files["osticket-customers.md"]?.text ?? "");
    for (const realm of [AGENTS, USERS]) await makeVisitor(world.admin, realm, GRACE);
  });

  const logIn = (at: "agents" | "users", form: Form, more: (osticket: Osticket) => void = () => {}) => {
    const osticket = new Osticket(form);
    osticket.agents.push(ACCOUNT);
    more(osticket);
    return osticket.login(at, newBrowser(world.admin), GRACE);
  };

  /** Changes a client as an administrator might, tries, and puts it back. */
  async function withClient(realm: string, change: Change, attempt: () => Promise<void>): Promise<void> {
    const hand = new Hand(world.admin, realm);
    const before = await hand.client("osticket");
    const cleared = Object.fromEntries(Object.keys(change.attributes ?? {}).map((name) => [name, ""]));
    try {
      await hand.setClient("osticket", ({ attributes }) => ({
        ...change,
        attributes: { ...attributes, ...change.attributes },
      }));
      await attempt();
    } finally {
      await hand.setClient("osticket", () => ({
        ...before,
        attributes: { ...cleared, ...before.attributes },
      }));
    }
  }

  test("render writes one form a realm with mode 0600, and prints no secret", () => {
    assert.deepEqual(Object.keys(rendered.files).sort(), ["osticket-agents.md", "osticket-customers.md"]);
    for (const { text, mode } of Object.values(rendered.files)) {
      assert.equal(mode, 0o600);
      const secret = formOf(text)["Client Secret"] ?? "";
      assert.ok(secret.length > 20);
      assert.ok(!rendered.stdout.includes(secret));
    }
    const base = `${world.keycloak.url}/realms/${AGENTS}/protocol/openid-connect`;
    assert.deepEqual(
      { ...agents, "Client Secret": "" },
      {
        Name: "Keycloak",
        "Authentication Target": "Agents Only",
        "Authentication Label": "Keycloak",
        "Redirect URI": CALLBACK,
        "Client Id": "osticket",
        "Client Secret": "",
        "Authorization Endpoint": `${base}/auth`,
        "Token Endpoint": `${base}/token`,
        "Resource Details Endpoint": `${base}/userinfo`,
        Scopes: "openid email profile",
        "User Identifier": "email",
        "Given Name": "given_name",
        Surname: "family_name",
        "Email Address": "email",
      },
    );
    assert.equal(users["Authentication Target"], "End Users Only");
    const { agents: agentText = { text: "" } } = { agents: rendered.files["osticket-agents.md"] };
    assert.deepEqual(formOf(agentText.text, "Tab Instance"), {
      Name: `Keycloak ${AGENTS}`,
      Status: "Enabled",
    });
  });

  test("an agent whom osTicket knows logs in, and one whom it does not is turned away", async () => {
    assert.deepEqual(await logIn("agents", agents), ACCOUNT);
    await refused(
      logIn("agents", agents, (osticket) => osticket.agents.pop()),
      /create a local account \(grace@acme\.example\)/,
    );
    await refused(logIn("users", agents), /no button for users/);
  });

  test("an end user is made at the first login, with address and name", async () => {
    assert.deepEqual(await logIn("users", users), {
      ...ACCOUNT,
      id: 1,
      username: "grace@acme.example",
    });
    await refused(
      logIn("users", users, (osticket) => {
        osticket.registration = "disabled";
      }),
      /nobody was registered/,
    );
  });

  test("one realm for both: one form for agents and end users", async () => {
    const text = "helpdesk: osticket\nurl: https://help.acme.example\npeople: {}\n";
    const both = await world.bring(text);
    try {
      await makeVisitor(world.admin, "osticket", GRACE);
      const { files } = await both.rendered();
      assert.deepEqual(Object.keys(files), ["osticket-people.md"]);
      const form = formOf(files["osticket-people.md"]?.text ?? "");
      assert.equal(form["Authentication Target"], "Agents and End Users");
      assert.equal((await logIn("agents", form)).id, ACCOUNT.id);
      assert.equal((await logIn("users", form)).name, "Grace Hopper");
      const { code, stdout } = await both.run("verify", "--probe");
      assert.equal(code, 0, stdout);
    } finally {
      await both[Symbol.asyncDispose]();
    }
  });

  test("verify passes, drift is empty", async () => {
    const { code, stdout } = await made.run("verify", "--probe");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await made.drift(), []);
  });

  test("export finds the path that osTicket lives under, and a spec that means the same", async () => {
    const { code, stdout, stderr } = await made.exported("--realm", AGENTS, "--realm", USERS);
    assert.equal(code, 0, stderr);
    assert.equal((parsePlain(stdout) as { url: string }).url, "https://help.acme.example/osticket");
    const { realms, ...about } = made.expansion.model;
    const without = Object.fromEntries(
      Object.entries(realms).map(([key, realm]) => [key, { ...realm, users: {} }]),
    );
    assert.deepEqual(diffModels(expand(stdout).model, { ...about, realms: without }), []);
  });

  describe("is broken by", () => {
    test("a signed userinfo", () =>
      withClient(USERS, { attributes: { "user.info.response.signature.alg": "RS256" } }, () =>
        refused(logIn("users", users), /^userinfo: .*Expected JSON/),
      ));

    test("scopes without openid, as the plugin's own default has them", () =>
      refused(logIn("users", { ...users, Scopes: "profile email" }), /^userinfo: /));

    test("scopes with commas, which the form's hint offers, too", () =>
      refused(logIn("users", { ...users, Scopes: "openid,profile,email" }), /callback: Invalid scopes/));

    test("a redirect URI without osTicket's path, in the form or in the realm", async () => {
      const bare = CALLBACK.replace("/osticket", "");
      await refused(logIn("users", { ...users, "Redirect URI": bare }), /Keycloak: .*redirect_uri/);
      await withClient(USERS, { redirectUris: [bare] }, () =>
        refused(logIn("users", users), /Keycloak: .*redirect_uri/),
      );
      assert.throws(() => new Osticket({ ...users, "Redirect URI": "https://help.acme.example/" }));
    });

    test("PKCE that Keycloak demands", () =>
      withClient(USERS, { attributes: { "pkce.code.challenge.method": "S256" } }, () =>
        refused(logIn("users", users), /callback: Missing parameter: code_challenge_method/),
      ));

    test("the form's own names of attributes: people are called by their address", async () => {
      const { name } = await logIn("users", { ...users, "Given Name": "givenname", Surname: "surname" });
      assert.equal(name, "grace@acme.example");
    });

    test("a user name in the place of the address: a number is another agent's", async () => {
      const intruder: Visitor = { username: "7007", password: GRACE.password };
      await makeVisitor(world.admin, AGENTS, intruder);
      const osticket = new Osticket({ ...agents, "User Identifier": "preferred_username" });
      osticket.agents.push({ ...ACCOUNT, id: 7007 });
      const taken = await osticket.login("agents", newBrowser(world.admin), intruder);
      assert.equal(taken.email, ACCOUNT.email);
      const ours = new Osticket(agents);
      ours.agents.push({ ...ACCOUNT, id: 7007 });
      await refused(ours.login("agents", newBrowser(world.admin), intruder), /create a local account/);
    });
  });

  /** What the account API answers to a person who wants another's address. */
  async function takeAddress(address: string): Promise<number> {
    const query = new URLSearchParams({
      client_id: "account-console",
      redirect_uri: `${world.keycloak.url}/realms/${AGENTS}/account/`,
      response_type: "code",
      scope: "openid",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
    const realm = `${world.keycloak.url}/realms/${AGENTS}`;
    const callback = await passForm(
      newBrowser(world.admin),
      `${realm}/protocol/openid-connect/auth?${query}`,
      GRACE,
      `${realm}/protocol/`,
    );
    const code = new URLSearchParams(callback.hash.slice(1)).get("code") ?? callback.searchParams.get("code");
    const answer = await fetch(`${realm}/protocol/openid-connect/token`, {
      method: "POST",
      body: new URLSearchParams({
        client_id: "account-console",
        grant_type: "authorization_code",
        code: code ?? "",
        redirect_uri: `${realm}/account/`,
        code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = { username: GRACE.username, firstName: "Grace", lastName: "Hopper", email: address };
    const changed = await fetch(`${realm}/account/`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return changed.status;
  }

  test("nobody takes another agent's address, as they could in Keycloak's own profile", async () => {
    const boss = { ...ACCOUNT, id: 1, email: "boss@acme.example" };
    const who = async () =>
      logIn("agents", agents, (osticket) => {
        osticket.agents.push(boss);
      });
    await takeAddress(boss.email);
    assert.equal((await who()).id, ACCOUNT.id);
    const hand = new Hand(world.admin, AGENTS);
    await hand.setProfile((profile) => {
      attributeOf(profile, "email").permissions.edit = ["admin", "user"];
    });
    assert.equal(await takeAddress(boss.email), 204);
    assert.equal((await who()).id, boss.id);
    await world.admin.put(adminPath`/realms/${AGENTS}/users/${(await hand.user("grace")).id}`, {
      email: ACCOUNT.email,
    });
  });
});
