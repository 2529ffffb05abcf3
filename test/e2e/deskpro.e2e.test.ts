// Deskpro's stand-in, configured by the rendered form alone: before its apps are installed, with one of them
// there, and with both.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { Browser } from "../../scripts/login/browser.ts";
import { ALL_WAYS, Deskpro, DeskproRefused, readForm } from "../support/deskpro.ts";
import { inSuite } from "../support/in-suite.ts";
import { PASSWORD, ProductWorld, type Site, whileClient } from "../support/product-world.ts";

const ADA = { username: "ada.byron", email: "ada.byron@acme.example", firstName: "Ada", lastName: "Byron" };
const BOB = { username: "bob", email: "bob@acme.example", firstName: "Bob", lastName: "Kunde" };
const [POST = { authentication: "client_secret_post", pkce: false, nonce: false } as const] = ALL_WAYS.filter(
  ({ authentication, pkce, nonce }) => authentication === "client_secret_post" && !pkce && !nonce,
);
const HOST = "https://support.acme.example";
const AGENTS = `${HOST}/agent/login/authenticate-callback/12`;
const HORIZON = `${HOST}/api/v2/api_tokens/user_sources/12/callback/app`;
const USERS = `${HOST}/login/authenticate-callback/13`;

const world = inSuite(() => ProductWorld.create());
const deskpro = new Deskpro((url, init) => world.fetch(url, init));

const login = ({ username }: { readonly username: string }) => ({ username, password: PASSWORD });
const refused = (attempt: Promise<unknown>, why: RegExp) =>
  assert.rejects(attempt, (error) => {
    assert.ok(error instanceof DeskproRefused, String(error));
    assert.match(error.message, why);
    return true;
  });

async function formOf(site: Site): Promise<{ text: string; stdout: string }> {
  const { files, stdout } = await site.rendered();
  assert.deepEqual(Object.keys(files), ["Deskpro.md"]);
  const { text = "", mode } = files["Deskpro.md"] ?? {};
  assert.equal(mode, 0o600);
  for (const [, secret = "?"] of text.matchAll(/Client Secret \| `(\w+)`/g))
    assert.ok(!stdout.includes(secret));
  return { text, stdout };
}

describe("both apps, as realms/deskpro.yaml has them", () => {
  const site = inSuite(async () =>
    world.bring(await readFile(join(import.meta.dirname, "../../realms/deskpro.yaml"), "utf8")),
  );
  let text: string;
  before(async () => {
    await site.add("agents", ADA);
    await site.add("customers", BOB);
    ({ text } = await formOf(site));
  });

  for (const ways of ALL_WAYS) {
    test(`in whatever way Deskpro does it, people get in: ${JSON.stringify(ways)}`, async () => {
      const app = readForm(text, "agents");
      const ada = { email: ADA.email, given_name: ADA.firstName, family_name: ADA.lastName };
      const { idToken, userinfo } = await deskpro.logIn(app, AGENTS, login(ADA), ways);
      assert.deepEqual([idToken, userinfo], [ada, ada]);
      await deskpro.logIn(app, HORIZON, login(ADA), ways);
      const bob = { email: BOB.email, given_name: BOB.firstName, family_name: BOB.lastName };
      const user = await deskpro.logIn(readForm(text, "users"), USERS, login(BOB), ways);
      assert.deepEqual(user.userinfo, bob);
    });
  }

  test("an agent is no user, a user no agent, and another app's callback nobody's", async () => {
    const agents = readForm(text, "agents");
    await refused(deskpro.logIn(agents, AGENTS, login(BOB), POST), /invalid username/i);
    await refused(deskpro.logIn(readForm(text, "users"), USERS, login(ADA), POST), /invalid username/i);
    for (const other of [
      USERS,
      AGENTS.replace(/12$/, "1"),
      AGENTS.replace("https:", "http:"),
      `${AGENTS}?x=1`,
    ])
      await refused(deskpro.logIn(agents, other, login(ADA), POST), /redirect_uri/);
  });

  test("a logout leads back to the helpdesk's own domain, and nowhere else", async () => {
    const app = readForm(text, "agents");
    for (const [to, back] of [
      [HOST, HOST],
      ["https://evil.example", undefined],
    ] as const) {
      const browser = new Browser(world.fetch);
      const { hint } = await deskpro.logIn(app, AGENTS, login(ADA), POST, browser);
      assert.equal((await deskpro.logOut(app, hint, browser, to))?.replace(/\/$/, ""), back);
    }
  });

  test("verify passes, and drift finds nothing", async () => {
    const { code, stdout } = await site.run("verify", "--probe");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await site.drift(), []);
  });

  const NAIVE = {
    "PKCE that is demanded, of a Deskpro that sends none": [
      { attributes: { "pkce.code.challenge.method": "S256" } },
      /code_challenge_method/,
    ],
    "the helpdesk's domain in the place of the callback": [{ redirectUris: [HOST] }, /redirect_uri/],
    "the standard flow switched off": [
      { standardFlowEnabled: false },
      /not allowed|standard flow|unauthorized/i,
    ],
  } as const;
  for (const [name, [change, why]] of Object.entries(NAIVE)) {
    test(`${name}: nobody gets in`, async () => {
      const app = readForm(text, "agents");
      const attempt = () => deskpro.logIn(app, AGENTS, login(ADA), POST);
      await whileClient(
        site.hand("agents"),
        "deskpro",
        () => change,
        () => refused(attempt(), why),
      );
      await attempt();
    });
  }
});

describe("an APP_ID is known only once the app is there", () => {
  const NOT_YET = `helpdesk: deskpro\nurl: ${HOST}\nagents: { realm: later-agents }\ncustomers: { realm: later-users }\n`;

  test("before that, the secret is there, nobody gets in, and the rendering says what to write", async () => {
    await using site = await world.bring(NOT_YET);
    await site.add("agents", ADA);
    const { text, stdout } = await formOf(site);
    const app = readForm(text, "agents");
    assert.match(app["Client Secret"], /^\w{32}$/);
    assert.match(text, /APP_ID \| not known yet/);
    assert.match(stdout, /config: \{ agentsAppId: NUMBER \}/);
    assert.match(stdout, /config: \{ usersAppId: NUMBER \}/);
    await refused(deskpro.logIn(app, AGENTS, login(ADA), POST), /./);
    const { code, stdout: verified } = await site.run("verify", "--probe");
    assert.equal(code, 0, verified);
    assert.match(verified, /not tried {2}a person with the helpdesk's roles logs in as agents do/);
    assert.deepEqual(await site.drift(), []);
  });

  test("with one of them known, its people get in and the others do not", async () => {
    await using site = await world.bring(`${NOT_YET}config: { agentsAppId: 12 }\n`);
    await site.add("agents", ADA);
    await site.add("customers", BOB);
    const { text, stdout } = await formOf(site);
    await deskpro.logIn(readForm(text, "agents"), AGENTS, login(ADA), POST);
    await refused(deskpro.logIn(readForm(text, "users"), USERS, login(BOB), POST), /./);
    assert.doesNotMatch(stdout, /agentsAppId: NUMBER/);
    assert.match(stdout, /usersAppId: NUMBER/);
  });

  test("one realm for both, with one of them known: verify tries that one", async () => {
    await using site = await world.bring(
      `helpdesk: deskpro\nurl: ${HOST}\nconfig: { usersAppId: 13 }\npeople: { realm: shared }\n`,
    );
    await site.add("people", BOB);
    const { text } = await formOf(site);
    await deskpro.logIn(readForm(text, "users"), USERS, login(BOB), POST);
    await refused(deskpro.logIn(readForm(text, "agents"), AGENTS, login(BOB), POST), /redirect_uri/);
    const { code, stdout } = await site.run("verify", "--probe");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /ok {9}a person with the helpdesk's roles logs in as customers do/);
    assert.match(stdout, /not tried {2}a person with the helpdesk's roles logs in as agents do/);
  });
});
