// Test realms of OTOBO and osTicket side by side on a real Keycloak: one login for both, each with its own roles, and
// nothing of production.

import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { decodeJwt } from "jose";
import { adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { EphemeralRealm, SeveralEphemeralRealms } from "../../scripts/ephemeral/types.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import {
  callbackOf,
  discover,
  exchange,
  LoginRefused,
  loginThroughForm,
  start,
} from "../../scripts/login/login.ts";
import { ephemeralRealm } from "../../scripts/testing/index.ts";
import { newBrowser } from "../support/at-keycloak.ts";
import { inSuite } from "../support/in-suite.ts";
import { formOf, Osticket } from "../support/osticket.ts";
import { Otobo } from "../support/otobo.ts";
import { Production } from "../support/production.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";
import { later, realms } from "../support/test-realms.ts";
import { TestRuns } from "../support/test-runs.ts";

const URLS = { otobo: "https://pr-5.preview.example/otobo", tickets: "https://tickets-5.preview.example" };
const CALLBACKS = {
  agents: { otobo: "/index.pl?Action=Login", tickets: "/api/auth/oauth2" },
  customers: { otobo: "/customer.pl?Action=Login", tickets: "/api/auth/oauth2" },
};
const NAMES = { agents: "acme-staff-pr-5", customers: "acme-clients-pr-5" };
const REALMS = Object.values(NAMES).sort();

const keycloak = inSuite(() => startKeycloak());
/** The spec's own directory and mail server. */
const production = inSuite(() => Production.start());
const runs = inSuite(async () => {
  const made = await TestRuns.create(keycloak);
  await made.write("staff.ldif", LDIF);
  await made.write("several.yaml", await specWith(production.port));
  return made;
});

const LDIF = `dn: uid=grace,ou=people,dc=acme,dc=example
objectClass: inetOrgPerson
uid: grace
cn: Grace Hopper
sn: Hopper
givenName: Grace
mail: grace@test.example
userPassword: Test-Passw0rd!
`;

/** realms/several.yaml with a directory, a mail server, and addresses of its own in a client. */
async function specWith(port: number): Promise<string> {
  const text = await readFile(join(import.meta.dirname, "../../realms/several.yaml"), "utf8");
  const directory = `  ldap:
    vendor: openldap
    url: ldap://127.0.0.1:${port}
    bind: { dn: "cn=keycloak,dc=acme,dc=example", password: "\${secret:bind}" }
    users: ou=people,dc=acme,dc=example
    roles: { otobo/Agent: all }
`;
  const app =
    "app: { redirectUris: ['https://tickets.acme.example/api/auth/oauth2', https://old.acme.example/x] }";
  return text
    .replace("shared:\n", `shared:\n  smtp: { host: 127.0.0.1, port: ${port}, from: desk@acme.example }\n`)
    .replace("  realm: acme-staff\n", `  realm: acme-staff\n${directory}`)
    .replace("    key: tickets\n", `    key: tickets\n    agents: { clients: { ${app} } }\n`)
    .replace("ephemeral:\n  agents:\n", "ephemeral:\n  agents:\n    ldif: staff.ldif\n");
}

const words = (urls: Readonly<Record<string, string>>, ...more: string[]) => [
  ...["up", "several.yaml", "--name", "pr-5", "--ttl", "30m", ...more],
  ...Object.entries(urls).flatMap(([key, url]) => ["--url", `${key}=${url}`]),
];
const result = () => runs.result<SeveralEphemeralRealms>("pr-5");
type Key = keyof typeof URLS;
type Realm = keyof typeof NAMES;

const realmOf = (run: SeveralEphemeralRealms, key: Realm): EphemeralRealm =>
  run.realms[key] ?? assert.fail(`no realm ${key}`);
const redirectUriOf = (run: SeveralEphemeralRealms, key: Key, realm: Realm = "agents") =>
  `${run.helpdesks[key]?.url ?? assert.fail(key)}${CALLBACKS[realm][key]}`;

function login(
  run: SeveralEphemeralRealms,
  key: Key,
  {
    realm = "agents" as Realm,
    redirectUri = redirectUriOf(run, key, realm),
    username = realmOf(run, realm).people[0]?.username ?? "",
    password = realmOf(run, realm).people[0]?.password ?? "",
  } = {},
) {
  const { issuer, clients } = realmOf(run, realm);
  const { clientId = "", secret } = clients[`${key}.app`] ?? {};
  const fetch = fetchFor(adminOf(keycloak));
  const client = { issuer, clientId, clientSecret: secret ?? undefined };
  return loginThroughForm({ ...client, redirectUri, username, password, pkce: false, fetch });
}

/** All that may lead away from a realm, as Keycloak has it. */
async function settingsOf(realm: string): Promise<string> {
  const parts = ["", "/clients", "/components", "/client-scopes", "/identity-provider/instances"];
  const all = await Promise.all(
    parts.map((part) => keycloak.admin.get(`${adminPath`/realms/${realm}`}${part}`)),
  );
  return JSON.stringify(all);
}

async function redirectsOf(realm: string, clientId: string): Promise<string[] | undefined> {
  const client = (await findClient(keycloak.admin, realm, clientId)) as
    | { redirectUris?: string[] }
    | undefined;
  return client?.redirectUris;
}

describe("up", () => {
  after(() => runs.run(["down", "pr-5"]));

  test("makes the realms of both, and writes each one's configuration into a folder of its key", async () => {
    const { code, stdout, stderr } = await runs.run(words(URLS));
    assert.equal(code, 0, stderr);
    assert.deepEqual(await realms(keycloak.admin), REALMS);
    const run = await result();
    assert.deepEqual(run.helpdesks, {
      otobo: { helpdesk: "otobo", url: URLS.otobo },
      tickets: { helpdesk: "osticket", url: URLS.tickets },
    });
    assert.deepEqual(Object.keys(realmOf(run, "agents").clients), ["otobo.app", "tickets.app"]);
    assert.deepEqual(realmOf(run, "agents").people[0]?.roles, ["otobo/Agent"]);
    const folder = join(runs.folder, "test-realms/pr-5");
    assert.deepEqual(
      run.rendered,
      ["otobo/Config.pm", "tickets/osticket-agents.md", "tickets/osticket-customers.md"].map((name) =>
        join(folder, name),
      ),
    );
    assert.match(
      stdout,
      /^Test realms pr-5 for otobo at https:\/\/pr-5\.preview\.example\/otobo, tickets at https:\/\/tickets-5/,
    );
    assert.match(stdout, /^ {4}clients otobo, tickets\n {4}people {2}alice \(otobo\/Agent\)$/m);

    const env = await readFile(join(folder, "deskrealm.env"), "utf8");
    for (const [key, { clientId, secret }] of Object.entries(realmOf(run, "agents").clients)) {
      const name = `DESKREALM_AGENTS_${key.replace(".", "_").toUpperCase()}_CLIENT`;
      assert.ok(env.includes(`${name}_ID=${clientId}\n${name}_SECRET=${secret}\n`), name);
      assert.ok(!`${stdout}${stderr}`.includes(secret ?? ""), "a secret is printed");
    }
    for (const path of [...run.rendered, join(folder, "deskrealm.json")])
      assert.equal((await stat(path)).mode & 0o777, 0o600, path);
  });

  test("one login is for both, and each token has its own helpdesk's roles alone", async () => {
    const run = await result();
    const first = await login(run, "otobo");
    const { issuer, clients, people } = realmOf(run, "agents");
    const { clientId = "", secret } = clients["tickets.app"] ?? {};
    const configuration = await discover({
      ...{ issuer, clientId, clientSecret: secret ?? undefined },
      fetch: fetchFor(adminOf(keycloak)),
    });
    const redirectUri = redirectUriOf(run, "tickets");
    const started = await start(configuration, { redirectUri, pkce: false });
    // No form comes: the session is there.
    const page = await newBrowser(keycloak.admin).open(started.url, issuer);
    assert.throws(() => callbackOf(page, redirectUri), LoginRefused);
    const tokens = await exchange(
      configuration,
      callbackOf(await first.browser.open(started.url, issuer), redirectUri),
      started,
    );
    const [otobo, tickets] = [first.tokens, tokens].map(({ access_token: token }) => decodeJwt(token));
    for (const claims of [otobo, tickets]) assert.equal(claims?.["preferred_username"], people[0]?.username);
    assert.deepEqual(otobo?.["resource_access"], { otobo: { roles: ["Agent"] } });
    assert.equal(tickets?.["resource_access"], undefined);
    assert.ok(![tickets?.aud].flat().includes("otobo"));
    await login(run, "tickets", { realm: "customers" });
    // Nor is anybody of the one realm in the other.
    const { username = "", password = "" } = people[0] ?? {};
    await assert.rejects(
      login(run, "otobo", { realm: "customers", username, password }),
      (error) => error instanceof LoginRefused && error.stage === "form",
    );
  });

  test("each helpdesk is set up by its own rendered files, and takes the same person", async () => {
    const run = await result();
    const text = async (name: string) => {
      const path = run.rendered.find((one) => one.endsWith(name)) ?? assert.fail(name);
      return readFile(path, "utf8");
    };
    const [alice] = realmOf(run, "agents").people;
    const visitor = { username: alice?.username ?? "", password: alice?.password ?? "" };
    const otobo = new Otobo(await text("otobo/Config.pm"), fetchFor(adminOf(keycloak)));
    otobo.roles.add("Agent").add("Admin");
    const browser = otobo.browser();
    assert.equal(await otobo.logIn("agents", visitor.username, visitor.password, browser), alice?.email);
    assert.deepEqual(otobo.agents.get(alice?.email ?? "")?.roles, new Set(["Agent"]));
    const osticket = new Osticket(formOf(await text("tickets/osticket-agents.md")));
    const account = { id: 7, username: "alice", email: alice?.email ?? "", name: "Alice Agent" };
    osticket.agents.push(account);
    // Where no form is shown, no password is asked for.
    const stranger = { username: "nobody", password: "wrong" };
    assert.deepEqual(await osticket.login("agents", browser, stranger), account);
    assert.deepEqual(await osticket.login("agents", newBrowser(keycloak.admin), visitor), account);
  });

  test("people of the LDIF file have the one helpdesk's role, and log in to both", async () => {
    const run = await result();
    const grace = { username: "grace", password: "Test-Passw0rd!" };
    const { tokens } = await login(run, "otobo", grace);
    assert.deepEqual(decodeJwt(tokens.access_token)["resource_access"], { otobo: { roles: ["Agent"] } });
    const other = await login(run, "tickets", grace);
    assert.equal(decodeJwt(other.tokens.access_token)["resource_access"], undefined);
  });

  test("no client takes another helpdesk's address, and production is nowhere", async () => {
    const run = await result();
    const { port } = production;
    for (const [key, other] of [
      ["otobo", "tickets"],
      ["tickets", "otobo"],
    ] as const)
      await assert.rejects(login(run, key, { redirectUri: redirectUriOf(run, other) }), LoginRefused);
    for (const [at, realm] of Object.entries(NAMES) as [Realm, string][]) {
      for (const key of ["otobo", "tickets"] as const)
        assert.deepEqual(await redirectsOf(realm, key), [redirectUriOf(run, key, at)]);
      const text = await settingsOf(realm);
      for (const word of ["pr-5.preview.example", "tickets-5.preview.example"])
        assert.ok(text.includes(word), word);
      for (const word of ["acme.example", `127.0.0.1:${port}`, `"${port}"`, "cn=keycloak,dc=acme"])
        assert.ok(!text.includes(word), `${realm} has ${word}`);
    }
    const people = await keycloak.admin.get<{ username: string }[]>("/realms/acme-staff-pr-5/users");
    assert.deepEqual(people.map(({ username }) => username).sort(), ["alice", "grace"]);
    assert.deepEqual(production.heard, []);
  });

  test("with another URL the one helpdesk's address changes, and nothing else", async () => {
    const [first, ids] = [await result(), await Promise.all(REALMS.map(idsIn))];
    const moved = { ...URLS, tickets: "https://moved.preview.example/osticket" };
    const { code, stdout, stderr } = await runs.run(words(moved, "--json"));
    assert.equal(code, 0, stderr);
    const second = await result();
    assert.deepEqual(await Promise.all(REALMS.map(idsIn)), ids);
    const { tickets, ...others } = second.helpdesks;
    assert.deepEqual([tickets?.url, others], [moved.tickets, { otobo: first.helpdesks["otobo"] }]);
    assert.deepEqual(second.realms, first.realms);
    assert.deepEqual((JSON.parse(stdout) as SeveralEphemeralRealms).helpdesks, second.helpdesks);
    assert.doesNotMatch(stdout, /password|secret/);
    for (const [at, realm] of Object.entries(NAMES) as [Realm, string][]) {
      assert.deepEqual(await redirectsOf(realm, "tickets"), [redirectUriOf(second, "tickets", at)]);
      assert.deepEqual(await redirectsOf(realm, "otobo"), [redirectUriOf(first, "otobo", at)]);
    }
    await login(second, "tickets");
    await assert.rejects(
      login(second, "tickets", { redirectUri: redirectUriOf(first, "tickets") }),
      LoginRefused,
    );
    await login(second, "otobo");
  });

  test("a helpdesk that leaves the list is gone from the realms, and people keep their passwords", async () => {
    const before = await result();
    const text = await readFile(join(runs.folder, "several.yaml"), "utf8");
    await runs.write("one.yaml", text.replace(/ {2}- helpdesk: osticket\n(?: {4}.*\n)+/, ""));
    const { code, stderr } = await runs.run(
      words({ otobo: URLS.otobo }).map((word) => (word === "several.yaml" ? "one.yaml" : word)),
    );
    assert.equal(code, 0, stderr);
    const run = await result();
    assert.deepEqual(Object.keys(run.helpdesks), ["otobo"]);
    assert.equal(realmOf(run, "agents").people[0]?.password, realmOf(before, "agents").people[0]?.password);
    for (const realm of REALMS) assert.equal(await redirectsOf(realm, "tickets"), undefined);
    await login(run, "otobo");
    const again = await runs.run(words(URLS));
    assert.equal(again.code, 0, again.stderr);
    await login(await result(), "tickets");
  });

  test("list and extend know them, and down takes all of it away", async () => {
    const listed = await runs.run(["list"]);
    assert.match(
      listed.stdout,
      /^pr-5 {2}for .*\n.*\n {2}acme-clients-pr-5: 1 person\n {2}acme-staff-pr-5: 1 person$/m,
    );
    assert.equal((await runs.run(["extend", "pr-5", "--ttl", "2d"])).code, 0);
    const early = await runs.run(["gc"], { now: later });
    assert.equal(early.stdout, "Nothing is past its time.\n");
    const down = await runs.run(["down", "pr-5"]);
    assert.equal(down.stdout, "Gone: acme-clients-pr-5, acme-staff-pr-5\n", down.stderr);
    assert.deepEqual([await realms(keycloak.admin), await runs.kept()], [[], []]);
    assert.equal((await runs.run(words(URLS))).code, 0);
    const late = await runs.run(["gc"], { now: later });
    assert.equal(late.stdout, "Gone: acme-clients-pr-5\nGone: acme-staff-pr-5\n", late.stderr);
    assert.deepEqual([await realms(keycloak.admin), await runs.kept()], [[], []]);
    assert.deepEqual(production.heard, []);
  });
});

/** Ids of the spec's people, by which a helpdesk may know them. Those of a directory come anew with their realm. */
const idsIn = async (realm: string) => {
  const path = adminPath`/realms/${realm}/users`;
  const people = await keycloak.admin.get<{ username: string; id: string; federationLink?: string }[]>(path);
  return people.flatMap(({ username, id, federationLink }) => (federationLink ? [] : [[username, id]]));
};

test("wrong URLs are told all at once, and nothing is started or made", async () => {
  const wrong = await runs.run([
    ...["up", "several.yaml", "--name", "wrong", "--embedded"],
    ...["--url", "https://a.example", "--url", "ticket=https://b.example"],
  ]);
  assert.equal(wrong.code, 2);
  assert.equal(wrong.stderr.match(/^(error ephemeral-option: )?url: /gm)?.length, 4);
  assert.deepEqual(await realms(keycloak.admin), []);
  assert.deepEqual(await runs.kept(), []);
});

test("a test gets the realms of both by the testing API, and they are gone after it", async () => {
  const url = { otobo: "http://localhost:3000/otobo", tickets: "http://localhost:3001" };
  const options = {
    ...{ spec: "several.yaml", cwd: runs.folder },
    keycloak: {
      url: keycloak.url,
      clientId: "admin-cli",
      username: keycloak.adminUsername,
      password: keycloak.adminPassword,
    },
  };
  {
    await using realm = await ephemeralRealm({ ...options, url });
    assert.deepEqual(realm.helpdesks["tickets"], { helpdesk: "osticket", url: url.tickets });
    assert.deepEqual(realm.agents.person("alice").roles, ["otobo/Agent"]);
    assert.equal(realm.env["DESKREALM_TICKETS_URL"], url.tickets);
    for (const key of ["otobo", "tickets"] as const) {
      const { issuer, app, ...own } = realm.agents.helpdesk(key);
      const { username, password, roles } = realm.agents.helpdesk(key).person("alice");
      assert.equal(own.realm, realm.agents.realm);
      const { tokens } = await loginThroughForm({
        ...{ issuer, username, password, pkce: false, fetch: fetchFor(adminOf(keycloak)) },
        clientId: app.clientId,
        clientSecret: app.secret ?? undefined,
        redirectUri: `${url[key]}${CALLBACKS.agents[key]}`,
      });
      const access = decodeJwt(tokens.access_token)["resource_access"] as
        | Readonly<Record<string, { roles: string[] }>>
        | undefined;
      assert.deepEqual(access?.[app.clientId]?.roles ?? [], roles);
    }
  }
  assert.deepEqual(await realms(keycloak.admin), []);
  await assert.rejects(ephemeralRealm({ ...options, url: { otobo: url.otobo } }), {
    code: "ephemeral-option",
    message: /tickets \(several\.yaml:7:5\) has none: write url: \{ "tickets": "https:/,
  });
  await assert.rejects(ephemeralRealm({ ...options, url: url.otobo }), { code: "ephemeral-option" });
  assert.deepEqual(await realms(keycloak.admin), []);
});
