// Test realms on a real Keycloak: made, logged in to, extended, ended and collected.

import assert from "node:assert/strict";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { askServer } from "../../infra/ask-server.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { modelOf } from "../../infra/load-model.ts";
import { EPHEMERAL_ATTRIBUTES, OWNER_ATTRIBUTE } from "../../infra/model/mark.ts";
import { deleteRealm } from "../../scripts/ephemeral/delete-realm.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { discover, LoginRefused, loginThroughForm, start } from "../../scripts/login/login.ts";
import { isAlive, type ProcessIdentity } from "../../scripts/toolchain/process-identity.ts";
import { Chromium } from "../support/chromium.ts";
import { inSuite } from "../support/in-suite.ts";
import { Landing } from "../support/landing.ts";
import { Production } from "../support/production.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";
import { DAY, later, logInTo, realms } from "../support/test-realms.ts";
import { TEST_SPEC, TestRuns } from "../support/test-runs.ts";

const keycloak = inSuite(() => startKeycloak());
const runs = inSuite(() => TestRuns.create(keycloak));

interface Realm {
  readonly id: string;
  readonly realm: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const realmOf = (realm: string) => keycloak.admin.find<Realm>(adminPath`/realms/${realm}`);
const pair = (name: string) => [`otrs-agents-${name}`, `otrs-customer-users-${name}`];
const marks = (name: string, until: string) => ({
  [OWNER_ATTRIBUTE]: `deskrealm/${name}`,
  [EPHEMERAL_ATTRIBUTES.name]: name,
  [EPHEMERAL_ATTRIBUTES.for]: "ada",
  [EPHEMERAL_ATTRIBUTES.until]: until,
});
const makeRealm = (realm: string, attributes: Readonly<Record<string, string>>) =>
  keycloak.admin.post("/realms", { realm, enabled: true, attributes });
const removeAll = async (names: readonly string[]) => {
  for (const name of names) await keycloak.admin.delete(adminPath`/realms/${name}`);
};

describe("up", () => {
  after(() => runs.run(["down", "pr-1"]));

  test("makes a pair that its people log in to, and writes all of it into files", async () => {
    const { code, stdout, stderr } = await runs.up("pr-1", "--ttl", "30m", "--for", "ada");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await realms(keycloak.admin), pair("pr-1"));
    const run = await runs.result("pr-1");
    assert.equal(run.for, "ada");
    assert.equal(run.keycloak, keycloak.url);
    const minutes = (Date.parse(run.until) - Date.now()) / 60_000;
    assert.ok(minutes > 20 && minutes <= 30, run.until);
    for (const realm of pair("pr-1")) {
      const { attributes } = (await realmOf(realm)) ?? assert.fail(realm);
      assert.equal(attributes[OWNER_ATTRIBUTE], "deskrealm/pr-1");
      assert.equal(attributes[EPHEMERAL_ATTRIBUTES.until], run.until);
      assert.equal(attributes[EPHEMERAL_ATTRIBUTES.for], "ada");
    }
    for (const key of ["agents", "customers"] as const) {
      const { tokens } = await logInTo(run, key);
      const [person] = run.realms[key]?.people ?? [];
      assert.equal(tokens.claims()?.["preferred_username"], person?.username);
      assert.equal(tokens.claims()?.iss, run.realms[key]?.issuer);
    }

    const folder = join(runs.folder, "test-realms/pr-1");
    for (const name of ["deskrealm.env", "deskrealm.json", "Config.pm"])
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
    const secret = run.realms.agents?.clients["api"]?.secret ?? "";
    assert.ok(secret.length > 20);
    assert.match(await readFile(join(folder, "Config.pm"), "utf8"), new RegExp(secret));
    const env = await readFile(join(folder, "deskrealm.env"), "utf8");
    assert.match(env, new RegExp(`^DESKREALM_AGENTS_API_CLIENT_SECRET=${secret}$`, "m"));
    const password = run.realms.agents?.people[0]?.password ?? "";
    for (const hidden of [secret, password, keycloak.adminPassword]) {
      assert.ok(!`${stdout}${stderr}`.includes(hidden), "a secret is printed");
      assert.deepEqual(await filesWith(hidden, join(runs.cache, "ephemeral"), ["kept.json"]), []);
    }
    assert.deepEqual(await filesWith(keycloak.adminPassword, join(runs.cache, "ephemeral"), []), []);
  });

  test("a second time keeps realms, secrets and passwords, and moves the end", async () => {
    const [first, ids] = [await runs.result("pr-1"), await Promise.all(pair("pr-1").map(realmOf))];
    const { code, stdout, stderr } = await runs.up("pr-1", "--ttl", "2h", "--for", "ada", "--json");
    assert.equal(code, 0, stderr);
    const second = await runs.result("pr-1");
    assert.deepEqual({ ...second, until: "" }, { ...first, until: "" });
    assert.ok(second.until > first.until);
    const now = await Promise.all(pair("pr-1").map(realmOf));
    assert.deepEqual(
      now.map((one) => one?.id),
      ids.map((one) => one?.id),
    );
    assert.equal(now[0]?.attributes[EPHEMERAL_ATTRIBUTES.until], second.until);
    await logInTo(second, "agents");
    const shown = JSON.parse(stdout) as { version: number; files: { json: string } };
    assert.deepEqual(JSON.parse(await readFile(shown.files.json, "utf8")), second);
    assert.doesNotMatch(stdout, /password|secret/);
  });

  test("makes everything anew where the state is lost or a person has left the spec", async () => {
    const first = await runs.result("pr-1");
    await rm(join(runs.cache, "ephemeral"), { recursive: true });
    assert.equal((await runs.up("pr-1")).code, 0);
    const second = await runs.result("pr-1");
    assert.notEqual(second.realms.agents?.people[0]?.password, first.realms.agents?.people[0]?.password);
    await logInTo(second, "agents");
    await runs.write("spec.yaml", TEST_SPEC.replace("alice:", "alan:"));
    const changed = await runs.up("pr-1");
    await runs.write("spec.yaml", TEST_SPEC);
    assert.equal(changed.code, 0, changed.stderr);
    const third = await runs.result("pr-1");
    assert.equal(third.realms.agents?.people[0]?.username, "alan");
    assert.equal(third.realms.customers?.people[0]?.password, second.realms.customers?.people[0]?.password);
    await logInTo(third, "agents");
    const people = await keycloak.admin.get<{ username: string }[]>("/realms/otrs-agents-pr-1/users");
    assert.deepEqual(
      people.map(({ username }) => username),
      ["alan"],
    );
  });

  test("makes everything anew where somebody has deleted a person, who comes back as the same", async () => {
    assert.equal((await runs.up("pr-1")).code, 0);
    const first = await runs.result("pr-1");
    const people = () =>
      keycloak.admin.get<{ username: string; id: string }[]>("/realms/otrs-agents-pr-1/users");
    const [alice] = await people();
    await keycloak.admin.delete(adminPath`/realms/otrs-agents-pr-1/users/${alice?.id ?? ""}`);
    const again = await runs.up("pr-1");
    assert.equal(again.code, 0, again.stderr);
    const second = await runs.result("pr-1");
    assert.deepEqual(second.realms, first.realms);
    assert.deepEqual(
      (await people()).map(({ username, id }) => [username, id]),
      [["alice", alice?.id]],
    );
    await logInTo(second, "agents");
  });

  test("an ordinary stack of the same name does not take a test realm for its own", async () => {
    const text = TEST_SPEC.replace("agents:\n", "agents:\n  realm: otrs-agents-pr-1\n").replace(
      "customers: {}",
      "customers: { realm: otrs-customer-users-pr-1 }",
    );
    const loaded = modelOf(text, "spec.yaml", { variables: {}, env: {} }).value ?? assert.fail();
    await assert.rejects(askServer(loaded, "deskrealm/pr-1", keycloak.admin, []), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "realm-not-ours");
      assert.match(error.message, /otrs-agents-pr-1 belongs to deskrealm\/pr-1 \(a test realm of pr-1\)/);
      return true;
    });
  });

  test("a password policy that random passwords do not meet is told, and no realm is left", async () => {
    await runs.write("long.yaml", `shared: { passwordPolicy: length(40) }\n${TEST_SPEC}`);
    const words = ["up", "long.yaml", "--name", "long", "--url", "https://long.example"];
    const { code, stderr } = await runs.run(words);
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /error admin-refused: The password policy of otrs-[\w-]+-long, length\(40\), refuses the random/,
    );
    assert.match(stderr, /hint: they have 28 characters, /);
    assert.deepEqual(await realms(keycloak.admin), pair("pr-1"));
    await runs.run(["down", "long"]);
  });

  test("refuses another's realm, a spec with errors and a server that refuses, and touches nothing", async () => {
    await makeRealm("otrs-agents-taken", {});
    await makeRealm("otrs-customer-users-taken", marks("other", "2030-01-01T00:00:00Z"));
    const before = await Promise.all(pair("taken").map(realmOf));
    const taken = await runs.up("taken");
    assert.equal(taken.code, 1);
    assert.match(
      taken.stderr,
      /error realm-not-ours: Nothing was touched on .*otrs-agents-taken bears nobody's mark/,
    );
    assert.match(taken.stderr, /otrs-customer-users-taken bears half a mark/);
    assert.deepEqual(await Promise.all(pair("taken").map(realmOf)), before);
    await removeAll(pair("taken"));
    const all = await realms(keycloak.admin);

    await runs.write("broken.yaml", TEST_SPEC.replace("roles: [Agent] }", "roles: [Agnet] }"));
    const broken = await runs.run(["up", "broken.yaml", "--name", "b", "--url", "https://b.example"]);
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /broken\.yaml:8:\d+ error role-unknown/);

    const account = await runs.run(["up", "spec.yaml", "--name", "b", "--url", "https://b.example"], {
      env: { KEYCLOAK_PASSWORD: "Wr0ng-Password!" },
    });
    assert.equal(account.code, 1);
    assert.match(account.stderr, /error admin-unauthorized/);
    assert.ok(!account.stderr.includes("Wr0ng-Password!"));
    const up = ["up", "spec.yaml", "--name", "b", "--url", "https://b.example"];
    for (const words of [up, ["list"], ["gc"], ["down", "b"], ["extend", "b"]]) {
      const { code, stderr } = await runs.run(words, { env: { KEYCLOAK_URL: "http://127.0.0.1:1" } });
      assert.equal(code, 1, words.join(" "));
      assert.match(stderr, /error admin-unreachable: .*127\.0\.0\.1:1/);
    }
    assert.deepEqual(await realms(keycloak.admin), all);
  });

  test("two at once of one name come to one pair", async () => {
    const both = await Promise.all([runs.up("twice", "--out", "one"), runs.up("twice", "--out", "two")]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      runs.said.slice(-40).join(""),
    );
    const [one, two] = await Promise.all(
      ["one", "two"].map((out) => readFile(join(runs.folder, out, "deskrealm.env"), "utf8")),
    );
    const still = (text = "") => text.replace(/^DESKREALM_UNTIL=.*$/m, "");
    assert.equal(still(one), still(two));
    assert.equal((await runs.run(["down", "twice"])).code, 0);
  });
});

describe("list, extend, down and gc", () => {
  const past = "2020-01-01T00:00:00Z";

  test("list tells whose, how many people and what is past its time; extend moves the end and nothing else", async () => {
    await makeRealm("otrs-agents-old", marks("old", past));
    await keycloak.admin.post("/realms/otrs-agents-old/users", { username: "somebody" });
    const listed = await runs.run(["list"]);
    assert.match(listed.stdout, /^old {2}for ada, until 2020-01-01T00:00:00Z \(past its time\)$/m);
    assert.match(listed.stdout, /^ {2}otrs-agents-old: 1 person$/m);
    const before = await keycloak.admin.get<Record<string, unknown>>("/realms/otrs-agents-old");
    const extended = await runs.run(["extend", "old", "--ttl", "7d"]);
    assert.equal(extended.code, 0, extended.stderr);
    const now = await keycloak.admin.get<Record<string, unknown>>("/realms/otrs-agents-old");
    const until = (now["attributes"] as Record<string, string>)[EPHEMERAL_ATTRIBUTES.until] ?? "";
    assert.ok(Math.abs(Date.parse(until) - Date.now() - 7 * DAY) < 600_000, until);
    const withEnd = { ...(before["attributes"] as object), [EPHEMERAL_ATTRIBUTES.until]: until };
    assert.deepEqual(now, { ...before, attributes: withEnd });
    const unknown = await runs.run(["extend", "nobody"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /error ephemeral-unknown: There are no test realms nobody/);
    const none = await runs.run(["down", "nobody"]);
    assert.deepEqual([none.code, none.stdout], [0, "There are no test realms nobody.\n"]);
    assert.equal((await runs.run(["down", "old"])).stdout, "Gone: otrs-agents-old\n");
    assert.equal(await realmOf("otrs-agents-old"), undefined);
  });

  test("two gc at once leave what is in its time, and whatever bears no whole mark", async () => {
    const left = {
      "desk-future": marks("future", "2090-01-01T00:00:00Z"),
      "desk-malformed": marks("malformed", "yesterday"),
      "desk-february": marks("february", "2020-02-30T00:00:00Z"),
      "desk-partly": { ...marks("partly", past), [EPHEMERAL_ATTRIBUTES.for]: "" },
      "desk-another": { ...marks("another", past), [OWNER_ATTRIBUTE]: "deskrealm/acme-prod" },
      "production-copy": marks("copied", past),
      ordinary: { [OWNER_ATTRIBUTE]: "deskrealm/acme-prod" },
      stranger: { until: past },
    };
    for (const [realm, attributes] of Object.entries(left)) await makeRealm(realm, attributes);
    const over = ["a-past", "b-past", "c-past", "d-past"];
    for (const realm of over) await makeRealm(realm, marks("past", past));
    const dry = await runs.run(["gc", "--dry-run"]);
    assert.equal(dry.stdout, over.map((realm) => `Past its time: ${realm}\n`).join(""));
    assert.deepEqual(await realms(keycloak.admin), [...over, ...Object.keys(left)].sort());

    const other = await TestRuns.create(keycloak);
    const both = await Promise.all([runs.run(["gc"]), other.run(["gc"])]);
    await other[Symbol.asyncDispose]();
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      both.map(({ stderr }) => stderr).join(""),
    );
    assert.deepEqual(await realms(keycloak.admin), Object.keys(left).sort());
    for (const realm of ["desk-malformed", "desk-february", "desk-partly", "desk-another", "production-copy"])
      assert.match(both[0].stderr, new RegExp(`^${realm} is left alone: `, "m"));

    // Somebody extended it after it was read.
    const isOld = () => false;
    assert.equal(await deleteRealm(keycloak.admin, "desk-future", isOld), false);
    assert.equal(await deleteRealm(keycloak.admin, "gone-already", isOld), true);
    // An end that cannot be read is set anew, or its realms are ended by name.
    assert.equal((await runs.run(["extend", "malformed"])).code, 0);
    assert.equal((await runs.run(["gc"], { now: later })).stdout, "Gone: desk-malformed\n");
    assert.equal((await runs.run(["down", "february"])).stdout, "Gone: desk-february\n");
    await removeAll(Object.keys(left).filter((realm) => !/malformed|february/.test(realm)));
  });

  test("what was extended between reading and deleting stays", async () => {
    await makeRealm("desk-late", marks("late", past));
    const stale = (await realmOf("desk-late"))?.attributes[EPHEMERAL_ATTRIBUTES.until] ?? "";
    assert.equal((await runs.run(["extend", "late"])).code, 0);
    const deleted = await deleteRealm(
      keycloak.admin,
      "desk-late",
      (found) => found.status === "whole" && found.mark.until === stale,
    );
    assert.equal(deleted, false);
    assert.deepEqual((await realmOf("desk-late"))?.realm, "desk-late");
    await removeAll(["desk-late"]);
  });
});

test("a browser logs in to its own pull request's realm, and is refused from another one's address", async () => {
  await using helpdesk = await Landing.open({ tls: true });
  await using browser = await Chromium.start(helpdesk);
  assert.deepEqual(
    (await Promise.all([runs.up("pr-7"), runs.up("pr-8")])).map(({ code }) => code),
    [0, 0],
  );
  const [run, other] = [await runs.result("pr-7"), await runs.result("pr-8")];
  const { issuer, clients, people } = run.realms.agents ?? assert.fail();
  const fetch = fetchFor(adminOf(keycloak));
  const configuration = await discover({ issuer, clientId: clients["app"]?.clientId ?? "", fetch });
  await browser.visit(async (page) => {
    const redirectUri = `${run.url}/index.pl`;
    await page.goto((await start(configuration, { redirectUri })).url);
    await page.locator("#username").fill(people[0]?.username ?? "");
    await page.locator("#password").fill(people[0]?.password ?? "");
    await page.locator("#kc-login").click();
    await page.waitForURL((url) => url.href.startsWith(redirectUri));
    await page.getByText("landed").waitFor();
  });
  await browser.visit(async (page) => {
    const started = await start(configuration, { redirectUri: `${other.url}/index.pl` });
    const response = await page.goto(started.url);
    assert.equal(response?.status(), 400);
    await page.getByText("Invalid parameter: redirect_uri").waitFor();
    assert.equal(new URL(page.url()).origin, keycloak.url);
  });
  // Nor do people of the one exist in the other, whoever has the same name there.
  await assert.rejects(logInTo(other, "agents", { password: people[0]?.password ?? "" }), (error) => {
    assert.ok(error instanceof LoginRefused);
    assert.equal(error.stage, "form");
    return true;
  });
  for (const name of ["pr-7", "pr-8"]) assert.equal((await runs.run(["down", name])).code, 0);
  assert.deepEqual(await realms(keycloak.admin), []);
});

test("people of an LDIF file log in, the spec's own directory hears nothing, and down ends theirs", async () => {
  await using production = await Production.start();
  const { port } = production;
  await runs.write("staff.ldif", LDIF);
  await runs.write("directory.yaml", directorySpec(port));
  const up = () =>
    runs.run(["up", "directory.yaml", "--name", "dir", "--url", "https://dir.example", "--ttl", "30m"]);
  try {
    const first = await up();
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, new RegExp(`directory ldap://127\\.0\\.0\\.1:${port} of agents is replaced`));
    const run = await runs.result("dir");
    const { issuer, clients } = run.realms.agents ?? assert.fail();
    const ada = () =>
      loginThroughForm({
        issuer,
        clientId: clients["app"]?.clientId ?? "",
        redirectUri: `${run.url}/index.pl`,
        username: "ada",
        password: "Test-Passw0rd!",
        fetch: fetchFor(adminOf(keycloak)),
      });
    assert.equal((await ada()).tokens.claims()?.["email"], "ada@test.example");
    const again = await up();
    assert.equal(again.code, 0, again.stderr);
    await ada();
    const server = (await readdir(join(runs.cache, "ephemeral"))).find((name) =>
      name.includes(`${keycloak.port}`),
    );
    const record = join(
      runs.cache,
      "ephemeral",
      server ?? "",
      "dir/directories/directory-agents/running.json",
    );
    const { process: slapd } = JSON.parse(await readFile(record, "utf8")) as { process: ProcessIdentity };
    assert.equal(await isAlive(slapd), true);
    const gone = await runs.run(["gc"], { now: later });
    assert.equal(gone.code, 0, gone.stderr);
    assert.deepEqual(
      [await realms(keycloak.admin), await runs.kept(), await isAlive(slapd)],
      [[], [], false],
    );
    assert.deepEqual(production.heard, []);
  } finally {
    await runs.run(["down", "dir"]);
  }
});

const LDIF = `dn: uid=ada,ou=people,dc=acme,dc=example
objectClass: inetOrgPerson
uid: ada
cn: Ada Lovelace
sn: Lovelace
givenName: Ada
mail: ada@test.example
userPassword: Test-Passw0rd!
`;

const directorySpec = (port: number) => `helpdesk: otrs
url: https://otrs.acme.example
agents:
  roles: [Agent]
  ldap:
    vendor: openldap
    url: ldap://127.0.0.1:${port}
    bind: { dn: "cn=keycloak,dc=acme,dc=example", password: "\${secret:bind}" }
    users: ou=people,dc=acme,dc=example
    roles: { Agent: all }
customers: {}
ephemeral:
  agents: { ldif: staff.ldif }
`;

/** Files below a folder that hold a text; those of some names may. */
async function filesWith(text: string, folder: string, allowed: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile() && !allowed.includes(one.name));
  const found = await Promise.all(
    files.map(async (one) => {
      const path = join(one.parentPath, one.name);
      return (await readFile(path, "utf8")).includes(text) ? [path] : [];
    }),
  );
  return found.flat();
}
