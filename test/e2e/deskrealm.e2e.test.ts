import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf, realmOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

const ROOT_PASSWORD = "Root-Initial-Passw0rd!";
const SPEC = "realms/acme.yaml";
const ACME = `helpdesk: otrs
url: \${var:OTRS_URL:-https://otrs.acme.example}
agents:
  realm: acme-agents
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin], temporaryPassword: "\${env:ROOT_PASSWORD}" }
customers:
  realm: acme-customers
`;
const AGENTS = "acme-agents";
const CUSTOMERS = "acme-customers";
const STACK = ["--stack", "acme"];

describe("deskrealm, as a program on a real Keycloak", () => {
  const project = inSuite(() =>
    useProject({
      recorded: true,
      env: { ROOT_PASSWORD },
      files: { [SPEC]: ACME, "realms/other.yaml": ACME },
    }),
  );

  const stacks = () => readdir(join(project.root, "stacks")).catch(() => []);

  test("a spec with errors: exit code 2, all of them told, no stack made and nothing started", async () => {
    const spec = await project.write("realms/wrong.yaml", `${ACME}  rolls: [A]\ncustomer: {}\n`);
    for (const operation of ["preview", "up", "destroy"]) {
      const { stdout, stderr } = expectCode(await project.deskrealm([operation, spec, ...STACK]), 2);
      assert.equal(stdout, "");
      assert.match(stderr, /realms\/wrong\.yaml:10:3 error unknown-key/);
      assert.match(stderr, /realms\/wrong\.yaml:11:1 error unknown-key/);
      assert.match(stderr, /error spec-invalid: Nothing was done/);
    }
    assert.deepEqual(await stacks(), []);
    assert.deepEqual(project.recorder.take(), []);
  });

  test("preview and up make the stack, record the spec, and make the realms; a second up has nothing to do", async () => {
    const variable = ["--var", "OTRS_URL=https://desk.acme.example/otrs"];
    const preview = expectCode(await project.deskrealm(["preview", SPEC, ...STACK, ...variable]), 0);
    assert.match(preview.stdout, /otrs\/agents\/users\/root@localhost\/user/);
    assert.deepEqual(project.recorder.take(), []);

    const up = expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    assert.match(up.stdout, /^\d+ create\n$/);
    assert.match(up.stderr, /otrs\/agents\/realm/);
    const loaded = await modelOf(join(project.root, SPEC), {
      variables: { OTRS_URL: "https://desk.acme.example/otrs" },
      env: { ROOT_PASSWORD },
    });
    assert.deepEqual(await differences(adminOf(project.keycloak), loaded), []);
    const file = await readFile(join(project.root, "stacks/Pulumi.acme.yaml"), "utf8");
    assert.match(file, /deskrealm:spec: realms\/acme\.yaml\n/);

    project.recorder.take();
    const again = expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    assert.match(again.stdout, /^\d+ same\n$/);
    assert.deepEqual(project.recorder.take(), []);
  });

  test("another spec on the same stack: exit code 2, both named, nothing started", async () => {
    for (const operation of ["preview", "up", "destroy"]) {
      const { stdout, stderr } = expectCode(
        await project.deskrealm([operation, "realms/other.yaml", ...STACK]),
        2,
      );
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /error spec-mismatch: The stack acme belongs to realms\/acme\.yaml, not to realms\/other\.yaml\./,
      );
    }
    assert.deepEqual(project.recorder.take(), []);
  });

  test("drift: exit code 0 and then, after a change by hand, 3 with the change in words and as JSON", async () => {
    const drift = (...words: string[]) => project.deskrealm(["drift", SPEC, ...words]);
    assert.match(expectCode(await drift(), 0).stdout, /^No differences: /);
    const unmanaged = expectCode(await drift("--unmanaged"), 0).stdout;
    assert.match(unmanaged, /, and hold nothing that it does not know of\.\n$/);
    await new Hand(project.admin, CUSTOMERS).setClient("otrs-app", () => ({
      directAccessGrantsEnabled: true,
    }));
    assert.match(
      expectCode(await drift(), 3).stdout,
      /^~ customers realm acme-customers: client otrs-app: .*\n1 difference between the spec and /,
    );
    const { stacks: found } = JSON.parse(expectCode(await drift("--format", "json"), 3).stdout);
    assert.deepEqual(
      found[0].differences.map(({ path }: { path: string }) => path),
      ["customers/clients/app/directAccessGrants"],
    );
    assert.deepEqual(project.recorder.take(), []);
    expectCode(await project.deskrealm(["up", SPEC, ...STACK]), 0);
    expectCode(await drift(), 0);
  });

  test("verify: exit code 0, and no probe stays; 1 where a login is broken", async () => {
    const { stdout } = expectCode(await project.deskrealm(["verify", SPEC]), 0);
    assert.match(stdout, /All \d+ checks passed\.\n$/);
    const users = await project.admin.get<{ username: string }[]>(adminPath`/realms/${AGENTS}/users`);
    assert.deepEqual(
      users.map(({ username }) => username),
      ["root@localhost"],
    );
    const hand = new Hand(project.admin, AGENTS);
    await hand.setClient("otrs-app", () => ({ enabled: false }));
    assert.match(expectCode(await project.deskrealm(["verify", SPEC]), 1).stdout, / checks failed\.\n$/);
    await hand.setClient("otrs-app", () => ({ enabled: true }));
  });

  test("render: the client secrets are in files of mode 0600, and never in what is said", async () => {
    const { stdout } = expectCode(await project.deskrealm(["render", SPEC, "--out", "out"]), 0);
    const names = await readdir(join(project.root, "out"));
    const secrets = await Promise.all(
      [AGENTS, CUSTOMERS].map(async (realm) => {
        const { id } = await new Hand(project.admin, realm).client("otrs-api");
        const path = adminPath`/realms/${realm}/clients/${id}/client-secret`;
        return (await project.admin.get<{ value: string }>(path)).value;
      }),
    );
    assert.match(stdout, /Config\.pm \(holds secrets, mode 0600\)/);
    let holding = 0;
    for (const name of names) {
      const file = join(project.root, "out", name);
      const text = await readFile(file, "utf8");
      if (!secrets.some((secret) => text.includes(secret))) continue;
      holding += 1;
      assert.equal((await stat(file)).mode & 0o777, 0o600, name);
    }
    assert.ok(holding > 0);
    const said = project.said.join("\n");
    for (const secret of [...secrets, ROOT_PASSWORD, project.keycloak.adminPassword, project.passphrase]) {
      assert.ok(!said.includes(secret));
    }
  });

  test("destroy tells how many people, clients and sessions would go, and deletes only when each realm is named", async () => {
    const destroy = (...words: string[]) => project.deskrealm(["destroy", SPEC, ...STACK, ...words]);
    project.recorder.take();
    assert.match(
      expectCode(await destroy(), 1).stderr,
      /error destroy-refused: Nothing was deleted\. This would delete acme-agents with 1 person, 8 clients and \d+ sessions? and acme-customers with 0 people, 8 clients and \d+ sessions?\.\nhint: .*--allow-destroy acme-agents acme-customers/,
    );
    assert.match(
      expectCode(await destroy("--allow-destroy", "acme-customers"), 1).stderr,
      /This would delete acme-agents with 1 person, 8 clients and \d+ sessions?\.\n/,
    );
    assert.match(expectCode(await destroy("--allow-destroy", "acme"), 2).stderr, /error realm-unknown/);
    assert.deepEqual(project.recorder.take(), []);

    const { stdout } = expectCode(await destroy("--allow-destroy", "acme-agents", "acme-customers"), 0);
    assert.equal(stdout, "The realms of the stack acme are gone.\n");
    assert.equal(await realmOf(project.admin, "acme-agents"), undefined);
    assert.equal(await realmOf(project.admin, "acme-customers"), undefined);
  });

  test("secrets that are not to be had are all told, and nothing is made without them", async () => {
    const spec = await project.write(
      "realms/secrets.yaml",
      `helpdesk: espocrm
url: https://crm.acme.example
agents:
  realm: secretless
  smtp: { host: mail.acme.example, from: crm@acme.example, auth: { username: crm, password: "\${env:SMTP_PASSWORD}" } }
  identityProviders:
    company: { provider: keycloak, url: https://login.acme.example, realm: staff, clientId: crm, clientSecret: "\${secret:company}" }
`,
    );
    project.recorder.take();
    const { stderr } = expectCode(await project.deskrealm(["up", spec, "--stack", "secretless"]), 1);
    assert.match(stderr, /secret-missing/);
    assert.match(stderr, /environment variable SMTP_PASSWORD, which is not set/);
    assert.match(stderr, /the secret company, which the stack's configuration does not have/);
    const { stdout } = await project.pulumi(["up", "--yes", "--skip-preview", "--stack", "secretless"]);
    assert.match(stdout, /SMTP_PASSWORD[\s\S]*secret company/);
    assert.equal(await realmOf(project.admin, "secretless"), undefined);
    assert.deepEqual(project.recorder.take(), []);
  });
});
