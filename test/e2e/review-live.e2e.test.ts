import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { Hand } from "../support/hand.ts";
import { expectCode, keycloakSettings, Project } from "../support/project.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

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
  let keycloak: Keycloak;
  let project: Project;
  let admin: AdminClient;
  let hand: Hand;

  const review = (...words: string[]) => project.deskrealm(["review", "--live", ...words]);
  const live = (...words: string[]) => review("--stack", "acme", ...words);
  const up = async () =>
    expectCode(await project.pulumi(["up", "--yes", "--skip-preview", "--refresh", "--stack", "acme"]), 0);
  const initStack = (name: string, spec: string, url = keycloak.url) => {
    const { plain = {}, secret = {} } = keycloakSettings(keycloak, url);
    const secrets = { "deskrealm:secrets.root": SECRETS.root, "deskrealm:secrets.smtp": SECRETS.smtp };
    return project.initStack(name, spec, { plain, secret: { ...secret, ...secrets } });
  };

  before(async () => {
    keycloak = await startKeycloak();
    project = await Project.create();
    admin = new AdminClient(adminOf(keycloak));
    hand = new Hand(admin, AGENTS);
    await project.write(SPEC, TEXT);
    await initStack("acme", SPEC);
  });
  after(async () => {
    await project?.[Symbol.asyncDispose]();
    await keycloak?.[Symbol.asyncDispose]();
  });

  test("before the first up everything is new, and Pulumi creates as much", async () => {
    const kept = await project.kept();
    const { stdout, stderr } = expectCode(await live("--exit-code"), 3);
    assert.equal(stderr, "");
    assert.match(stdout, /Pulumi's preview of 1 stack: \d\d to create, 0 to update, 0 to replace, 0 to delete\.\n/);
    assert.match(
      stdout,
      /a new helpdesk at https:\/\/otrs\.acme\.example \(realms acme-agents, acme-customers\); 2 people are named\n/,
    );
    assert.doesNotMatch(stdout, /Pulumi also|do nothing|on the server/);
    assert.deepEqual(await project.kept(), kept, "a review writes neither state nor settings");
  });
});
