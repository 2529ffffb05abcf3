import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode, keycloakEnvironment } from "../support/project.ts";
import { useProject } from "../support/use-project.ts";

const SECRETS = { root: "Root-Initial-Passw0rd!", smtp: "Smtp-Passw0rd-77" };
const SPEC = "realms/acme.yaml";
const AGENTS = "acme-agents";
const TEXT = `helpdesk: otrs
url: https://otrs.acme.example
shared:
  smtp: { host: mail.acme.example, from: otrs@acme.example, auth: { username: otrs, password: "\${secret:smtp}" } }
agents:
  realm: acme-agents
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin], temporaryPassword: "\${secret:root}" }
    erika: { firstName: Erika, lastName: Muster, email: erika@acme.example, roles: [Agent] }
customers:
  realm: acme-customers
`;
const FORMATS = ["text", "markdown", "html", "json", "sarif"] as const;
const NOTHING = "Pulumi's preview of 1 stack: 0 to create, 0 to update, 0 to replace, 0 to delete.\n";

describe("review --live on a real Keycloak and a real state", () => {
  const project = inSuite(() => useProject({ account: false, files: { [SPEC]: TEXT } }));
  let hand: Hand;

  const review = (...words: string[]) => project.deskrealm(["review", "--live", ...words]);
  const live = (...words: string[]) => review("--stack", "acme", ...words);
  const up = async () =>
    expectCode(await project.pulumi(["up", "--yes", "--skip-preview", "--refresh", "--stack", "acme"]), 0);
  const initStack = (name: string, spec: string, url = project.url) => {
    const secret = { "deskrealm:secrets.root": SECRETS.root, "deskrealm:secrets.smtp": SECRETS.smtp };
    return project.initStack(name, spec, project.settings({ plain: { "keycloak:url": url }, secret }));
  };

  before(async () => {
    hand = new Hand(project.admin, AGENTS);
    await initStack("acme", SPEC);
  });

  test("a stack that Pulumi does not know yet is reviewed without its preview", async () => {
    const config = { "deskrealm:spec": SPEC, "keycloak:url": project.keycloak.url };
    await project.write("stacks/Pulumi.unmade.yaml", JSON.stringify({ config }));
    const env = keycloakEnvironment(project.keycloak, project.keycloak.url);
    const { stdout } = expectCode(
      await project.deskrealm(["review", "--live", "--stack", "unmade", "--exit-code"], env),
      3,
    );
    assert.match(stdout, /a new helpdesk at /);
    assert.match(stdout, /Without Pulumi's preview \(stack-new\): unmade: /);
    await rm(join(project.root, "stacks/Pulumi.unmade.yaml"));
  });

  test("before the first up everything is new, and Pulumi creates as much", async () => {
    const kept = await project.kept();
    const { stdout, stderr } = expectCode(await live("--exit-code"), 3);
    assert.equal(stderr, "");
    assert.match(
      stdout,
      /Pulumi's preview of 1 stack: \d\d to create, 0 to update, 0 to replace, 0 to delete\.\n/,
    );
    assert.match(
      stdout,
      /a new helpdesk at https:\/\/otrs\.acme\.example \(realms acme-agents, acme-customers\); 2 people are named\n/,
    );
    assert.doesNotMatch(stdout, /Pulumi also|do nothing|on the server/);
    assert.deepEqual(await project.kept(), kept, "a review writes neither state nor settings");
  });

  test("after up nothing changes, with Pulumi and without", async () => {
    await up();
    const { stdout, stderr } = expectCode(await review(SPEC, "--exit-code"), 0);
    assert.equal(stderr, "");
    assert.equal(stdout, `No change in the only helpdesk.\n${NOTHING}`);
    const without = expectCode(await live("--no-pulumi", "--exit-code"), 0);
    assert.equal(
      without.stdout,
      "No change in the only helpdesk.\nWithout Pulumi's preview (left-out): acme: it was left out\n",
    );
  });

  test("what was changed by hand is told as up would change it back, and up does", async () => {
    await hand.setClient("otrs-app", () => ({ redirectUris: ["https://evil.example/*"] }));
    await hand.setRealm({ accessTokenLifespan: 3600, registrationAllowed: true });
    await hand.removeScope("otrs-app", "email");
    await hand.setUser("erika", { enabled: false });
    await hand.takeRoles("root@localhost", "otrs-app", ["Admin"]);
    await hand.giveRoles("erika", "realm-management", ["realm-admin"]);
    await hand.setProfile((config) => {
      delete config.unmanagedAttributePolicy;
    });
    const { id } = await hand.client("otrs-api");
    await project.admin.delete(adminPath`/realms/${AGENTS}/clients/${id}`);
    await project.admin.delete(adminPath`/realms/acme-customers`);

    const kept = await project.kept();
    const { stdout, stderr } = expectCode(await live("--exit-code"), 3);
    assert.equal(stderr, "");
    for (const sentence of [
      "the realm acme-customers is new",
      "otrs-app may now redirect to https://otrs.acme.example/* instead of https://evil.example/*",
      "access tokens now live 5 minutes instead of 1 hour",
      "nobody may register an account any more",
      "erika loses the role realm-admin of realm-management",
      "root@localhost gets the role Admin of otrs-app",
      "otrs-api",
      "email",
      "before on the server",
    ]) {
      assert.ok(stdout.includes(sentence), `${sentence}\n${stdout}`);
    }
    assert.ok(!stdout.includes("erika may log in again"), "who was locked out stays so");
    assert.match(
      stdout,
      /Pulumi's preview of 1 stack: \d+ to create, \d+ to update, 0 to replace, 0 to delete\.\n/,
    );
    assert.doesNotMatch(stdout, /do nothing/);
    assert.deepEqual(await project.kept(), kept);

    await up();
    assert.equal(
      expectCode(await live("--exit-code"), 0).stdout,
      `No change in the only helpdesk.\n${NOTHING}`,
    );
  });

  test("a spec's change on top of a change by hand is one review, and so is what the spec no longer names", async () => {
    await hand.setRealm({ rememberMe: true });
    await project.write(SPEC, TEXT.replace("roles: [Agent, Admin]", "roles: [Agent, Admin, Boss]"));
    const { stdout } = expectCode(await live("--exit-code"), 3);
    assert.match(
      stdout,
      /Pulumi's preview of 1 stack: 1 to create, 2 to update, 0 to replace, 0 to delete\.\n/,
    );
    assert.match(stdout, /role Boss of otrs-app is new\n.*\n {6}acme {2}realms\/acme\.yaml:7\n/);
    assert.match(
      stdout,
      /the login page no longer offers "remember me"\n.*\n {6}acme {2}before on the server, after /,
    );
    assert.doesNotMatch(stdout, /Pulumi also|do nothing/);

    await up();
    await project.write(SPEC, TEXT);
    const gone = expectCode(await live(), 0).stdout;
    assert.match(
      gone,
      /Pulumi's preview of 1 stack: 0 to create, 1 to update, 0 to replace, 1 to delete\.\n/,
    );
    assert.match(
      gone,
      /Medium risk\n {2}Pulumi also changes otrs\/agents\/clients\/app\/roles\/Boss: deletes it\n/,
    );
    await up();
  });

  test("what Pulumi alone would do is told: a realm replaced, and that it is refused", async () => {
    await project.write(SPEC, TEXT.replace("realm: acme-customers", "realm: acme-others"));
    const { stdout, stderr } = expectCode(await live(), 0);
    assert.equal(stderr, "");
    assert.match(stdout, /customers realm acme-others: the realm acme-others is new\n/);
    assert.match(
      stdout,
      /High risk\n {2}Pulumi also changes otrs\/customers\/realm: deletes it and creates it anew \(realm\): refused by up\n/,
    );
    assert.equal(stdout.split("Pulumi also changes").length, 2);
    await project.write(SPEC, TEXT);
  });

  test("a person who left the spec is refused, with what to write instead", async () => {
    await project.write(SPEC, TEXT.replace(/ {4}erika.*\n/, ""));
    const { stdout } = expectCode(await live("--exit-code"), 3);
    assert.match(
      stdout,
      /refused by up: No longer in the spec, and still in Keycloak: erika \(realm acme-agents\)/,
    );
    assert.match(stdout, /hint: .*`enabled: false`/);
    assert.match(stdout, /Without Pulumi's preview \(refused\): acme: up refuses it\n/);
    await project.write(SPEC, TEXT);
  });

  test("somebody else's realm is refused and not read, and a dead server hides nobody", async () => {
    await project.write("realms/stranger.yaml", TEXT);
    await initStack("stranger", "realms/stranger.yaml");
    await project.write("realms/dead.yaml", TEXT);
    await initStack("dead", "realms/dead.yaml", `http://127.0.0.1:${await freePort()}`);
    await hand.setRealm({ accessTokenLifespan: 3600 });
    const { stdout, stderr } = expectCode(await review("--all", "--exit-code"), 1);
    assert.match(stderr, /^dead: error admin-unreachable: POST http:\/\/127/m);
    assert.match(stdout, /^3 changes in 2 of 3 helpdesks: /);
    assert.match(stdout, /Not reviewed \(admin-unreachable\): dead: POST http:\/\/127/);
    assert.match(
      stdout,
      /refused by up: Nothing was touched on http.*this stack is deskrealm\/stranger and realm acme-agents belongs to deskrealm\/acme; realm acme-customers belongs to deskrealm\/acme/,
    );
    assert.match(stdout, /5 minutes instead of 1 hour/);
    const named = expectCode(await review(SPEC, "--stack", "stranger"), 2);
    assert.match(named.stderr, /error spec-mismatch: /);
    assert.equal(expectCode(await review("HEAD..HEAD"), 2).stdout, "");
  });

  test("no format holds a secret", async () => {
    const { id } = await hand.client("otrs-api");
    const path = adminPath`/realms/${AGENTS}/clients/${id}/client-secret`;
    const { value } = await project.admin.get<{ value: string }>(path);
    await hand.setClient("otrs-app", () => ({
      redirectUris: ["https://ada:Hidden-Passw0rd@evil.example/*"],
    }));
    for (const format of FORMATS) {
      const { stdout } = await review("--all", "--format", format);
      assert.match(stdout, /evil\.example/);
      assert.match(stdout, /Pulumi(?:'|&#39;)s preview|"previews"/);
    }
    const secrets = [
      ...Object.values(SECRETS),
      project.keycloak.adminPassword,
      project.passphrase,
      value,
      "Hidden-Passw0rd",
    ];
    for (const secret of secrets) {
      assert.ok(secret.length > 9);
      assert.ok(!project.said.join("\n").includes(secret));
    }
  });
});
