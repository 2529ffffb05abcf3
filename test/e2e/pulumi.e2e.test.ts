import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { attributeOf, Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf, realmOf } from "../support/live.ts";
import { expectCode, keycloakEnvironment } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

const SECRETS = { root: "Root-Initial-Passw0rd!", smtp: "Smtp-Passw0rd-77" };
const SECRET_SETTINGS = { "deskrealm:secrets.root": SECRETS.root, "deskrealm:secrets.smtp": SECRETS.smtp };
const ERIKA =
  "    erika: { firstName: Erika, lastName: Muster, email: erika@acme.example, roles: [Agent] }\n";
const ACME = `helpdesk: otrs
url: https://otrs.acme.example
shared:
  smtp: { host: mail.acme.example, from: otrs@acme.example, auth: { username: otrs, password: "\${secret:smtp}" } }
agents:
  realm: acme-agents
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin], temporaryPassword: "\${secret:root}" }
${ERIKA}customers:
  realm: acme-customers
  attributes: { phone: {}, city: {} }
`;
const AGENTS = "acme-agents";
const CUSTOMERS = "acme-customers";
const BOTH = { DESKREALM_ALLOW_DESTROY: `${AGENTS},${CUSTOMERS}` };
/** What the stack's configuration has to beat. */
const WRONG = {
  KEYCLOAK_URL: "http://127.0.0.1:9",
  KEYCLOAK_CLIENT_ID: "nobody",
  KEYCLOAK_USER: "nobody",
  KEYCLOAK_PASSWORD: "wrong",
};
const NOW = ["--yes", "--skip-preview"];

describe("plain pulumi", () => {
  const project = inSuite(() =>
    useProject({ recorded: true, account: false, env: WRONG, files: { "realms/acme.yaml": ACME } }),
  );
  const acme = () => modelOf(join(project.root, "realms/acme.yaml"));
  const drift = async () => differences(adminOf(project.keycloak), await acme());
  const on = (stack: string, ...words: string[]) => project.pulumi([...words, "--stack", stack]);

  test("stack init, config set, preview, up: the spec's model is on the server, the owner's mark from each realm's creation on", async () => {
    const { url } = project.recorder;
    expectCode(await project.pulumi(["stack", "init", "acme"]), 0);
    const settings = {
      "deskrealm:spec": "realms/acme.yaml",
      "keycloak:url": url,
      "keycloak:clientId": "admin-cli",
      "keycloak:username": project.keycloak.adminUsername,
    };
    for (const [key, value] of Object.entries(settings)) {
      expectCode(await project.pulumi(["config", "set", key, value]), 0);
    }
    const secrets = { "keycloak:password": project.keycloak.adminPassword, ...SECRET_SETTINGS };
    for (const [key, value] of Object.entries(secrets)) {
      const command = ["config", "set", "--secret", ...(key.includes(".") ? ["--path"] : []), key];
      expectCode(await project.pulumi(command, {}, value), 0);
    }

    expectCode(await project.pulumi(["preview"]), 0);
    assert.deepEqual(project.recorder.take(), [], "a preview writes nothing");
    expectCode(await project.pulumi(["up", "--yes"]), 0);
    const created = project.recorder.take().filter(({ path }) => path === "/admin/realms");
    const marks = created.map(({ body }) => {
      const { realm, attributes } = JSON.parse(body) as { realm: string; attributes: Record<string, string> };
      return [realm, attributes["deskrealm.owner"]];
    });
    assert.deepEqual(marks.toSorted(), [
      [AGENTS, "deskrealm/acme"],
      [CUSTOMERS, "deskrealm/acme"],
    ]);
    assert.deepEqual(await drift(), []);
  });

  test("a second preview, one with --refresh, and refresh alone show and change nothing", async () => {
    expectCode(await on("acme", "preview", "--expect-no-changes"), 0);
    expectCode(await on("acme", "preview", "--refresh", "--expect-no-changes"), 0);
    expectCode(await on("acme", "refresh", "--yes", "--skip-preview", "--expect-no-changes"), 0);
    expectCode(await on("acme", "preview", "--expect-no-changes"), 0);
    assert.deepEqual(project.recorder.take(), []);
  });

  test("a Keycloak that is down, and a wrong password: the URL, what to do, exit code 1", async () => {
    const env = keycloakEnvironment(project.keycloak, project.recorder.url);
    await project.initStack("elsewhere", "realms/acme.yaml", { secret: SECRET_SETTINGS });
    const preview = (over: Record<string, string>) =>
      project.pulumi(["preview", "--stack", "elsewhere"], { ...env, ...over });
    const down = expectCode(await preview({ KEYCLOAK_URL: "http://127.0.0.1:9" }), 1);
    assert.match(down.text, /error admin-unreachable: POST http:\/\/127\.0\.0\.1:9\/.*no answer/);
    assert.match(
      down.text,
      /hint: start Keycloak there \(deskrealm keycloak start\), or correct keycloak:url \(or KEYCLOAK_URL\)/,
    );
    const wrong = expectCode(await preview({ KEYCLOAK_PASSWORD: "wrong" }), 1);
    assert.ok(wrong.text.includes(`error admin-unauthorized: POST ${project.recorder.url}/realms/master/`));
    assert.match(wrong.text, /the login was refused with 401/);
    for (const { text } of [down, wrong]) assert.doesNotMatch(text, /\bat .*\.[jt]s:\d+/);
  });

  test("another stack with the same realms is refused, both owners named, nothing written", async () => {
    const settings = project.settings({ secret: SECRET_SETTINGS });
    await project.initStack("other", "realms/acme.yaml", settings);
    const { text } = expectCode(await on("other", "up", ...NOW), 1);
    assert.match(text, /error realm-not-ours: /);
    assert.match(text, /this stack is deskrealm\/other and realm acme-agents belongs to deskrealm\/acme/);
    assert.match(text, /realm acme-customers belongs to deskrealm\/acme/);
    assert.deepEqual(project.recorder.take(), []);
  });

  test("a realm made by hand is refused and stays as it was", async () => {
    await project.admin.post("/realms", { realm: "by-hand", enabled: true, displayName: "Ours since 2019" });
    const was = await realmOf(project.admin, "by-hand");
    await project.write("realms/by-hand.yaml", ACME.replace(`realm: ${AGENTS}`, "realm: by-hand"));
    const settings = project.settings({ secret: SECRET_SETTINGS });
    await project.initStack("by-hand", "realms/by-hand.yaml", settings);
    const { text } = expectCode(await on("by-hand", "up", ...NOW), 1);
    assert.match(text, /error realm-not-ours: .*realm by-hand exists and bears nobody's mark/);
    assert.deepEqual(await realmOf(project.admin, "by-hand"), was);
    assert.deepEqual(project.recorder.take(), []);
  });

  test("a spec with errors: exit code 1, the text of `deskrealm check`, nothing asked of the server", async () => {
    const spec = await project.write("realms/wrong.yaml", `${ACME}  rolls: [A]\ncustomer: {}\n`);
    const check = expectCode(await project.deskrealm(["check", spec]), 2);
    const found = check.stdout.split("\n").filter((line) => line.trim() !== "" && !/^1 spec: /.test(line));
    assert.ok(found.length > 8, check.stdout);
    await project.initStack("wrong", spec);
    // Its Keycloak is down: that would be said if it were asked first.
    const { stdout } = expectCode(await on("wrong", "preview"), 1);
    const shown = stdout
      .slice(stdout.indexOf("Diagnostics:"))
      .split("\n")
      .map((line) => line.trim());
    for (const line of found)
      assert.ok(
        shown.some((one) => one.endsWith(line.trim())),
        `no line ${line}`,
      );
    assert.doesNotMatch(stdout, /admin-unreachable/);
  });

  test("a password in clear in the stack's configuration is refused, with the command that mends it", async () => {
    await project.initStack("clear", "realms/acme.yaml", {
      plain: { "keycloak:password": "In-Clear-1", "deskrealm:secrets.root": "In-Clear-2" },
    });
    const { text } = expectCode(await on("clear", "preview"), 1);
    assert.match(text, /secret-in-clear-setting: .*: keycloak:password, deskrealm:secrets\./);
    assert.match(text, /hint: run: pulumi config set --secret keycloak:password/);
    assert.doesNotMatch(text, /In-Clear/);
  });

  test("a person who left the spec is refused with the word to write, and `enabled: false` locks them out", async () => {
    await project.write("realms/acme.yaml", ACME.replace(ERIKA, ""));
    const { text } = expectCode(await on("acme", "up", ...NOW), 1);
    assert.match(text, /error person-left: .*erika \(realm acme-agents\)/);
    assert.match(text, /write `enabled: false` to lock them out/);
    assert.deepEqual(project.recorder.take(), []);

    await project.write("realms/acme.yaml", ACME.replace(ERIKA, ERIKA.replace("{ ", "{ enabled: false, ")));
    expectCode(await on("acme", "up", ...NOW), 0);
    const [erika] = await project.admin.get<{ enabled: boolean }[]>(adminPath`/realms/${AGENTS}/users`, {
      username: "erika",
    });
    assert.equal(erika?.enabled, false);
    assert.deepEqual(await drift(), []);
    project.recorder.take();
  });

  test("changes by hand are shown by preview --refresh, mended by up --refresh, and then there are none", async () => {
    const hand = new Hand(project.admin, AGENTS);
    await hand.takeRoles("service-account-otrs-api", "realm-management", ["view-users"]);
    await hand.setProfile((config) => {
      attributeOf(config, "username").validations["up-username-not-idn-homograph"] = {};
    });
    await hand.setClient("otrs-app", ({ redirectUris = [] }) => ({
      redirectUris: [...redirectUris, "https://evil.example/*"],
    }));
    await hand.setRealm({ registrationAllowed: true });
    await hand.giveRoles("root@localhost", "otrs-app", ["Agent"]);
    assert.equal((await drift()).length, 5);

    const preview = await on("acme", "preview", "--refresh", "--diff", "--expect-no-changes");
    assert.notEqual(preview.code, 0);
    for (const changed of [
      "otrs/agents/realm",
      "otrs/agents/profile",
      "otrs/agents/clients/app/client",
      "otrs/agents/clients/api/service-account",
      "otrs/agents/users/root@localhost/roles",
    ]) {
      assert.match(
        preview.text,
        new RegExp(`~ [^\\n]*\\n\\s+\\[[^\\n]*\\n?\\s+\\[urn=[^\\n]*::${changed}\\]`),
      );
    }
    assert.match(preview.text, /https:\/\/evil\.example/);
    assert.deepEqual(project.recorder.take(), []);

    expectCode(await on("acme", "up", "--refresh", ...NOW), 0);
    assert.deepEqual(await drift(), []);
    expectCode(await on("acme", "preview", "--refresh", "--expect-no-changes"), 0);
  });

  test("roles that the state lost are given again without harm, and can be imported instead", async () => {
    const urn =
      "urn:pulumi:acme::deskrealm::deskrealm:index:Helpdesk$deskrealm:index:HelpdeskRealm$" +
      "pulumi-nodejs:dynamic/deskrealm:UserClientRoles::otrs/agents/clients/api/service-account";
    const forget = () => on("acme", "state", "delete", urn, "--yes");
    expectCode(await forget(), 0);
    expectCode(await on("acme", "up", ...NOW), 0);
    expectCode(await forget(), 0);
    const { id } = await new Hand(project.admin, AGENTS).user("service-account-otrs-api");
    const file = await project.write(
      "import.json",
      JSON.stringify({
        nameTable: { realm: urn.slice(0, urn.indexOf("$pulumi-nodejs:")).concat("::otrs/agents") },
        resources: [
          {
            type: "pulumi-nodejs:dynamic/deskrealm:UserClientRoles",
            name: "otrs/agents/clients/api/service-account",
            id: `${AGENTS}/${id}`,
            parent: "realm",
          },
        ],
      }),
    );
    const imported = await on("acme", "import", "--file", file, "--generate-code=false", ...NOW);
    expectCode(imported, 0);
    assert.match(imported.text, /1 imported/);
    expectCode(await on("acme", "up", ...NOW), 0);
    expectCode(await on("acme", "preview", "--refresh", "--expect-no-changes"), 0);
    assert.deepEqual(await drift(), []);
  });

  test("no secret stands in clear in a state, a stack's file, or anything that was said", async () => {
    expectCode(await on("acme", "stack", "export"), 0);
    expectCode(await on("acme", "stack", "output", "--json"), 0);
    expectCode(await on("acme", "config", "--json"), 0);
    const said = project.said.join("\n");
    const secrets: Record<string, string> = {
      ...SECRETS,
      admin: project.keycloak.adminPassword,
      passphrase: project.passphrase,
    };
    for (const realm of [AGENTS, CUSTOMERS]) {
      const { id } = await new Hand(project.admin, realm).client("otrs-api");
      const path = adminPath`/realms/${realm}/clients/${id}/client-secret`;
      secrets[`otrs-api of ${realm}`] = (await project.admin.get<{ value: string }>(path)).value;
    }
    const { stdout } = await on("acme", "stack", "output", "--json", "--show-secrets");
    assert.ok(
      stdout.includes(secrets[`otrs-api of ${AGENTS}`] ?? "-"),
      "the outputs hold it, when asked for",
    );
    const kept = await project.kept();
    assert.ok(kept.length > 10);
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(secret.length > 9, name);
      assert.ok(!said.includes(secret), `${name} was said`);
      const where = kept.filter(({ text }) => text.includes(secret)).map(({ path }) => path);
      assert.deepEqual(where, [], `${name} is in clear`);
    }
  });

  test("destroy is refused while a realm is not named, and takes realms and people only when each is", async () => {
    project.recorder.take();
    const destroy = (env: Record<string, string>, ...words: string[]) =>
      project.pulumi(["destroy", "--yes", "--stack", "acme", ...words], env);
    const refusals = [
      await destroy({}),
      await destroy({}, "--run-program"),
      // One realm named does not let that one go alone: all of the destruction is refused.
      await destroy({ DESKREALM_ALLOW_DESTROY: CUSTOMERS }, "--run-program"),
    ];
    for (const refused of refusals) {
      expectCode(refused, 1);
      assert.match(refused.text, /it is protected/);
    }
    assert.deepEqual(project.recorder.take(), []);
    expectCode(await on("acme", "preview", "--expect-no-changes"), 0);
    assert.deepEqual(await drift(), []);

    expectCode(await destroy(BOTH, "--run-program", "--skip-preview"), 0);
    const written = project.recorder.take().map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(written.toSorted(), [
      `DELETE /admin/realms/${AGENTS}`,
      `DELETE /admin/realms/${CUSTOMERS}`,
    ]);
    assert.equal(await realmOf(project.admin, AGENTS), undefined);
    assert.equal(await realmOf(project.admin, CUSTOMERS), undefined);
  });
});
