// `deskrealm/testing` on real servers: what a test gets works, is gone afterwards, and what fails leaves nothing.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { inspect } from "node:util";
import { adminPath } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { loginThroughForm } from "../../scripts/login/login.ts";
import { randomPassword } from "../../scripts/random-password.ts";
import { waitFor } from "../../scripts/servers/ready.ts";
import { type EphemeralRealmOptions, ephemeralRealm, type TestRealm } from "../../scripts/testing/index.ts";
import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";
import { inSuite } from "../support/in-suite.ts";
import { StackFolder } from "../support/stack-folder.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";
import { realms } from "../support/test-realms.ts";

const SPEC = `helpdesk: otobo
url: https://otobo.acme.example
agents:
  roles: [Agent]
ephemeral:
  agents:
    users:
      alice: { firstName: Alice, lastName: Agent, email: alice@acme.example, roles: [Agent] }
`;
const DESK = "https://desk.example/otobo";
const CALLBACK = `${DESK}/index.pl?Action=Login`;

const keycloak = inSuite(() => startKeycloak());
const folder = inSuite(() =>
  StackFolder.create({
    "realms.yaml": SPEC,
    "wrong.yaml": "helpdesk: otobo\nurl: desk\nagents: { rolls: [] }\n",
  }),
);
before(() => ensureToolchain({ env: process.env }));

const options = (more: Partial<EphemeralRealmOptions> = {}): EphemeralRealmOptions => ({
  spec: "realms.yaml",
  url: DESK,
  cwd: folder.root,
  keycloak: {
    url: keycloak.url,
    clientId: "admin-cli",
    username: keycloak.adminUsername,
    password: keycloak.adminPassword,
  },
  ...more,
});

/** The first person's login, as a browser makes it. */
async function logIn({ issuer, app, people: [person] }: TestRealm, redirectUri: string) {
  const { tokens } = await loginThroughForm({
    issuer,
    clientId: app.clientId,
    clientSecret: app.secret ?? undefined,
    redirectUri,
    pkce: false,
    username: person?.username ?? "",
    password: person?.password ?? "",
    fetch: fetchFor(adminOf(keycloak)),
  });
  return tokens.claims();
}

/** A service account that may create realms and nothing else. */
async function accountOfTests(): Promise<{ clientId: string; clientSecret: string }> {
  const { admin } = keycloak;
  const [clientId, clientSecret] = ["tests", randomPassword()];
  const client = { clientId, secret: clientSecret, serviceAccountsEnabled: true, standardFlowEnabled: false };
  await admin.post("/realms/master/clients", client);
  const [{ id = "" } = {}] = await admin.get<{ id: string }[]>(`/realms/master/clients?clientId=${clientId}`);
  const user = await admin.get<{ id: string }>(adminPath`/realms/master/clients/${id}/service-account-user`);
  const role = await admin.get<object>("/realms/master/roles/create-realm");
  await admin.post(adminPath`/realms/master/users/${user.id}/role-mappings/realm`, [role]);
  return { clientId, clientSecret };
}

async function failureOf(more: Partial<EphemeralRealmOptions>): Promise<Failure> {
  const error = await ephemeralRealm(options(more)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, inspect(error));
  return error;
}

test("two at once are apart, by an account that may only create realms, and both are gone with their files", async () => {
  const account = await accountOfTests();
  const out: string[] = [];
  {
    const own = () => ephemeralRealm(options({ keycloak: { url: keycloak.url, ...account } }));
    const [first, second] = await Promise.all([own(), own()]);
    await using _first = first;
    await using _second = second;
    assert.notEqual(first.agents.issuer, second.agents.issuer);
    assert.equal((await logIn(first.agents, CALLBACK))?.["email"], "alice@acme.example");
    await assert.rejects(logIn(first.agents, "https://elsewhere.example/otobo/index.pl?Action=Login"));
    const { people } = second.agents;
    const stranger = { ...first.agents, people, app: first.agents.app } as TestRealm;
    await assert.rejects(logIn(stranger, CALLBACK), { code: "login-refused" });

    assert.equal(first.env["DESKREALM_AGENTS_ISSUER"], first.agents.issuer);
    const [config] = first.rendered;
    assert.ok(config);
    assert.ok(config.text.includes(first.agents.app.secret ?? "?"));
    assert.equal((await stat(config.path)).mode & 0o777, 0o600);
    out.push(config.path, second.rendered[0]?.path ?? "");
    await first[Symbol.asyncDispose]();
    assert.deepEqual(
      await realms(keycloak.admin),
      Object.values(second.realms).map(({ realm }) => realm),
    );
  }
  assert.deepEqual(await realms(keycloak.admin), []);
  for (const file of out) await assert.rejects(stat(file), { code: "ENOENT" });
});

test("a name of its own finds its realms again, with the same people", async () => {
  const named = options({ name: "pr-42", ttl: "2h", for: "ada" });
  await using first = await ephemeralRealm(named);
  await using again = await ephemeralRealm(named);
  assert.deepEqual([again.name, again.for], ["pr-42", "ada"]);
  assert.equal(again.agents.person("alice").password, first.agents.person("alice").password);
  assert.ok(Date.parse(again.until) > Date.now() + 3600_000);
});

test("what is wrong is told by code and place, without a secret, and leaves nothing", async () => {
  const invalid = await failureOf({ spec: "wrong.yaml", keycloak: undefined });
  assert.equal(invalid.code, "spec-invalid");
  assert.match(invalid.message, /wrong\.yaml:2:6 error[\s\S]*wrong\.yaml:3:\d+ error/);

  const account = { url: keycloak.url, clientId: "admin-cli", username: "admin", password: "Wrong-Secret-1" };
  const refused = await failureOf({ keycloak: account });
  assert.equal(refused.code, "admin-unauthorized");
  assert.doesNotMatch(inspect(refused, { depth: 9, showHidden: true }), /Wrong-Secret-1/);

  const nobody = await failureOf({ keycloak: { ...account, url: "http://127.0.0.1:1" } });
  assert.equal(nobody.code, "admin-unreachable");
  assert.equal((await failureOf({ keycloak: { version: "1.0" } })).code, "keycloak-unknown-version");
  assert.equal((await failureOf({ name: "PR 42" })).code, "ephemeral-option");
  const aborted = ephemeralRealm(options({ signal: AbortSignal.abort() }));
  await assert.rejects(aborted, { name: "AbortError" });
  assert.deepEqual(await realms(keycloak.admin), []);
});

for (const end of ["process.exit(0)", "process.kill(process.pid, 'SIGKILL')"]) {
  test(`the embedded server is gone after ${end} in the middle of a test`, async () => {
    const temporary = await mkdtemp(join(tmpdir(), "deskrealm-ended-"));
    try {
      const module = import.meta.resolve("../../scripts/testing/index.ts");
      const script = `import { ephemeralRealm } from ${JSON.stringify(module)};
        const realm = await ephemeralRealm({ spec: "realms.yaml", url: "${DESK}" });
        process.stdout.write(realm.agents.issuer, () => ${end});`;
      const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
        cwd: folder.root,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let issuer = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        issuer += text;
      });
      await once(child, "close");
      assert.match(issuer, /^http:\/\/127\.0\.0\.1:\d+\/realms\/otobo-agents-test-/);
      const gone = () =>
        fetch(issuer).then(
          () => false,
          () => true,
        );
      assert.ok(await waitFor(gone, 30_000), "the server still answers");
      // Whoever is killed cannot clean up.
      const left = (await readdir(temporary)).filter((name) => name.startsWith("deskrealm-keycloak-"));
      if (end.startsWith("process.exit")) assert.deepEqual(left, []);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}
