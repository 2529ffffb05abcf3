// OTOBO's stand-in, configured by the rendered Config.pm alone, against realms of specs: who gets in, and how
// each setting that seems as good locks everybody out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import { adminPath } from "../../infra/admin/client.ts";
import { messageOf } from "../../scripts/login/browser.ts";
import type { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { Otobo, OtoboRefused } from "../support/otobo.ts";
import { checkConfig } from "../support/perl.ts";
import { PASSWORD, ProductWorld, type Site, whileClient } from "../support/product-world.ts";

const ADA = { username: "ada.byron", email: "ada.byron@acme.example", firstName: "Ada", lastName: "Byron" };
const BOB = { username: "bob", email: "bob@acme.example", firstName: "Bob", lastName: "Kunde" };

const world = inSuite(() => ProductWorld.create());

/** OTOBO with the realm's rendered configuration. */
async function installed(site: Site): Promise<Otobo> {
  const { files, stdout } = await site.rendered();
  assert.deepEqual(Object.keys(files), ["Config.pm"]);
  const { text: config = "", mode } = files["Config.pm"] ?? {};
  assert.equal(mode, 0o600);
  assert.equal(checkConfig(config), "Config.pm syntax OK\n");
  for (const [, secret = "?"] of config.matchAll(/'ClientSecret' => '(\w+)'/g))
    assert.ok(!stdout.includes(secret));
  return new Otobo(config, world.fetch);
}

const refused = (attempt: Promise<unknown>, where: OtoboRefused["where"], why = /./) =>
  assert.rejects(attempt, (error) => {
    assert.ok(error instanceof OtoboRefused, String(error));
    assert.deepEqual([error.where, why.test(error.message)], [where, true], error.message);
    return true;
  });

describe("two realms, as realms/otobo.yaml has them", () => {
  const site = inSuite(async () =>
    world.bring(await readFile(join(import.meta.dirname, "../../realms/otobo.yaml"), "utf8")),
  );
  let otobo: Otobo;
  const agents = (): Hand => site.hand("agents");
  before(async () => {
    await site.add("agents", { ...ADA, roles: ["Agent"] });
    await site.add("agents", { ...BOB, username: "norole", email: "norole@acme.example" });
    await site.add("customers", BOB);
    otobo = await installed(site);
    for (const role of ["Agent", "Admin", "Stats"]) otobo.roles.add(role);
    otobo.customers.add(BOB.email);
  });

  test("an agent is made at the first login, and gets the token's roles at each", async () => {
    assert.equal(await otobo.logIn("agents", ADA.username, PASSWORD), ADA.email);
    const made = { UserEmail: ADA.email, UserFirstname: "Ada", UserLastname: "Byron" };
    assert.deepEqual(otobo.agents.get(ADA.email), { ...made, roles: new Set(["Agent"]) });
    otobo.agents.get(ADA.email)?.roles.add("Stats");
    await agents().giveRoles(ADA.username, "otobo", ["Admin"]);
    await otobo.logIn("agents", ADA.username, PASSWORD);
    assert.deepEqual(otobo.agents.get(ADA.email)?.roles, new Set(["Agent", "Admin"]));
  });

  test("without a role nobody is an agent, and no stranger a customer", async () => {
    await refused(otobo.logIn("agents", "norole", PASSWORD), "roles");
    assert.equal(otobo.agents.has("norole@acme.example"), false);
    assert.equal(await otobo.logIn("customers", BOB.username, PASSWORD), BOB.email);
    otobo.customers.delete(BOB.email);
    await refused(otobo.logIn("customers", BOB.username, PASSWORD), "unknown");
    otobo.customers.add(BOB.email);
    await refused(otobo.logIn("customers", ADA.username, PASSWORD), "keycloak", /invalid username/i);
  });

  test("verify passes, and drift finds nothing", async () => {
    const { code, stdout } = await site.run("verify", "--probe");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await site.drift(), []);
  });

  test("verify sees that people may change the address by which OTOBO knows them", async () => {
    const edit = (roles: readonly string[]) =>
      agents().setProfile((profile) => {
        const email = profile.attributes.find(({ name }) => name === "email");
        Object.assign(email?.permissions ?? {}, { edit: roles });
      });
    await edit(["admin", "user"]);
    try {
      const { code, stdout } = await site.run("verify", "--probe");
      assert.equal(code, 1, stdout);
      assert.match(stdout, /a person changed their own email/);
    } finally {
      await edit(["admin"]);
    }
    assert.deepEqual(await site.drift(), []);
  });

  test("logging out: Keycloak asks, says goodbye and leads nowhere; who does not answer stays", async () => {
    const browser = otobo.browser();
    await otobo.logIn("agents", ADA.username, PASSWORD, browser);
    const url = await otobo.logoutUrl("agents");
    const asked = await browser.open(url, world.keycloak.url);
    assert.match(messageOf(asked), /logging out/i);
    // The session is still there: no password is asked for.
    await otobo.logIn("agents", "nobody", "wrong", browser);
    const page = await browser.open(url, world.keycloak.url);
    // Keycloak's form has no id of its own.
    const html = page.html.replace(/<form /, '<form id="out" ');
    const done = await browser.submit(
      { ...page, html },
      "out",
      { confirmLogout: "Logout" },
      world.keycloak.url,
    );
    assert.match(messageOf(done), /logged out/i);
    assert.ok(!done.html.includes("desk.acme.example"));
    await refused(otobo.logIn("agents", "nobody", "wrong", browser), "keycloak");
  });

  test("the same name for two realms gives customers the agents' Keycloak", async () => {
    const careless = await installed(site);
    careless.customers.add(BOB.email);
    for (const prefix of ["", "Customer::"]) {
      const config = careless.settings[`${prefix}AuthModule::OpenIDConnect::Config`] as {
        ProviderSettings: { Name?: string };
      };
      delete config.ProviderSettings.Name;
    }
    for (const role of ["Agent"]) careless.roles.add(role);
    await careless.logIn("agents", ADA.username, PASSWORD);
    await refused(careless.logIn("customers", BOB.username, PASSWORD), "keycloak", /redirect_uri/);
  });

  test("a new key of the realm ends logins until what OTOBO has read is too old", async () => {
    const hand = agents();
    const path = adminPath`/realms/${hand.realm}/components`;
    const { id: parentId } = await world.admin.get<{ id: string }>(adminPath`/realms/${hand.realm}`);
    await otobo.logIn("agents", ADA.username, PASSWORD);
    const id = await world.admin.post(path, {
      name: "newer",
      providerId: "rsa-generated",
      providerType: "org.keycloak.keys.KeyProvider",
      parentId,
      config: { priority: ["200"] },
    });
    try {
      await refused(otobo.logIn("agents", ADA.username, PASSWORD), "died", /missing 'key'/);
      otobo.now = () => Date.now() / 1000 + 1700;
      await refused(otobo.logIn("agents", ADA.username, PASSWORD), "died");
      otobo.now = () => Date.now() / 1000 + 1801;
      await otobo.logIn("agents", ADA.username, PASSWORD);
    } finally {
      await world.admin.delete(`${path}/${id?.split("/").at(-1)}`);
      otobo.now = () => Date.now() / 1000 + 3700;
    }
    await otobo.logIn("agents", ADA.username, PASSWORD);
  });

  const withAttributes = (change: Record<string, string>) => (client: ClientRepresentation) => ({
    attributes: { ...client.attributes, ...change },
  });
  const withMapper = (config: Record<string, string>, type?: string) => (client: ClientRepresentation) => ({
    protocolMappers: (client.protocolMappers ?? []).map((one) => ({
      ...one,
      ...(type === undefined ? {} : { protocolMapper: type }),
      config: { ...one.config, ...config },
    })),
  });

  const NAIVE: Readonly<
    Record<string, [change: Parameters<typeof whileClient>[2], OtoboRefused["where"], RegExp]>
  > = {
    "PKCE that is demanded": [
      withAttributes({ "pkce.code.challenge.method": "S256" }),
      "keycloak",
      /code_challenge_method/,
    ],
    "ID tokens signed with PS256": [
      withAttributes({ "id.token.signed.response.alg": "PS256" }),
      "died",
      /missing 'key'|cannot be used with alg 'PS256'/,
    ],
    "ID tokens signed with ES256": [
      withAttributes({ "id.token.signed.response.alg": "ES256" }),
      "died",
      /missing 'key'/,
    ],
    "a redirect URI without its query": [
      ({ redirectUris = [] }) => ({ redirectUris: redirectUris.map((uri) => uri.split("?")[0] ?? "") }),
      "keycloak",
      /redirect_uri/,
    ],
    "another way of the client to say who it is": [
      () => ({ clientAuthenticatorType: "client-jwt" }),
      "token",
      /./,
    ],
  };
  for (const [name, [change, where, why]] of Object.entries(NAIVE)) {
    test(`${name}: nobody gets in`, async () => {
      await otobo.logIn("agents", ADA.username, PASSWORD);
      await whileClient(agents(), "otobo", change, () =>
        refused(otobo.logIn("agents", ADA.username, PASSWORD), where, why),
      );
      await otobo.logIn("agents", ADA.username, PASSWORD);
    });
  }

  test("roles in the access token only, or by the paths of groups: every agent is turned away", async () => {
    const hand = agents();
    const client = await hand.client("otobo");
    const [mapper] = client.protocolMappers ?? [];
    assert.ok(mapper?.id);
    const path = adminPath`/realms/${hand.realm}/clients/${client.id}/protocol-mappers/models/${mapper.id}`;
    const tokensOnly = withMapper({ "id.token.claim": "false", "access.token.claim": "true" })(client);
    await world.admin.put(path, tokensOnly.protocolMappers[0]);
    await refused(otobo.logIn("agents", ADA.username, PASSWORD), "roles");
    await world.admin.put(path, mapper);
    await otobo.logIn("agents", ADA.username, PASSWORD);

    const groups = adminPath`/realms/${hand.realm}/groups`;
    const group = (await world.admin.post(groups, { name: "Agent" }))?.split("/").at(-1) ?? "";
    const { id: user } = await hand.user(ADA.username);
    await world.admin.put(adminPath`/realms/${hand.realm}/users/${user}/groups/${group}`, {});
    await world.admin.delete(path);
    const byGroups = (full: string) => ({
      name: "groups",
      protocol: "openid-connect",
      protocolMapper: "oidc-group-membership-mapper",
      config: { "full.path": full, "claim.name": "roles", "id.token.claim": "true" },
    });
    const models = adminPath`/realms/${hand.realm}/clients/${client.id}/protocol-mappers/models`;
    const added = (await world.admin.post(models, byGroups("true")))?.split("/").at(-1);
    // A mapper that was put once more is the only difference: the full path is what locks out.
    await refused(otobo.logIn("agents", ADA.username, PASSWORD), "roles");
    await world.admin.delete(`${models}/${added}`);
    const short = (await world.admin.post(models, byGroups("false")))?.split("/").at(-1);
    await otobo.logIn("agents", ADA.username, PASSWORD);
    await world.admin.delete(`${models}/${short}`);
    const { id: _, ...same } = mapper;
    await world.admin.post(models, same);
    await world.admin.delete(`${groups}/${group}`);
    assert.deepEqual(await site.drift(), []);
  });

  test("nobody can change their own address, by which OTOBO knows them", async () => {
    const config = await world.admin.get<{ attributes: { name: string; permissions: { edit: string[] } }[] }>(
      adminPath`/realms/${site.hand("customers").realm}/users/profile`,
    );
    assert.deepEqual(config.attributes.find(({ name }) => name === "email")?.permissions.edit, ["admin"]);
  });
});

test("one realm for everybody: its customers are no agents, and it needs no second name", async () => {
  await using site = await world.bring(
    "helpdesk: otobo\nurl: https://desk.acme.example/otobo\npeople: { realm: one, roles: [Agent, Admin] }\n",
  );
  await site.add("people", { ...ADA, roles: ["Agent"] });
  await site.add("people", BOB);
  const otobo = await installed(site);
  otobo.roles.add("Agent");
  otobo.customers.add(BOB.email);
  assert.equal(await otobo.logIn("agents", ADA.username, PASSWORD), ADA.email);
  assert.equal(await otobo.logIn("customers", BOB.username, PASSWORD), BOB.email);
  await refused(otobo.logIn("agents", BOB.username, PASSWORD), "roles");
  const { code, stdout } = await site.run("verify", "--probe");
  assert.equal(code, 0, stdout);
  assert.match(stdout, /logs in as customers do/);
  assert.deepEqual(await site.drift(), []);
});

test("one realm without roles: OTOBO makes no agent of a customer", async () => {
  await using site = await world.bring(
    "helpdesk: otobo\nurl: https://desk.acme.example/otobo\npeople: { realm: plain }\n",
  );
  await site.add("people", ADA);
  const otobo = await installed(site);
  await refused(otobo.logIn("agents", ADA.username, PASSWORD), "unknown");
  const known = { UserEmail: "", UserFirstname: "-", UserLastname: "-", roles: new Set<string>() };
  otobo.agents.set(ADA.email, known);
  assert.equal(await otobo.logIn("agents", ADA.username, PASSWORD), ADA.email);
});

test("agents alone, by their user names: the customers' pages stay as they are", async () => {
  await using site = await world.bring(
    "helpdesk: otobo\nurl: https://desk.acme.example/otobo\ninterfaces: [agents]\n" +
      "config: { usernameClaim: preferred_username }\nagents: { realm: alone }\n",
  );
  await site.add("agents", ADA);
  const otobo = await installed(site);
  assert.ok(!Object.keys(otobo.settings).some((key) => key.startsWith("Customer::")));
  assert.equal(await otobo.logIn("agents", ADA.username, PASSWORD), ADA.username);
  const { code, stdout } = await site.run("verify", "--probe");
  assert.equal(code, 0, stdout);
});
