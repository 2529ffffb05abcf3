import assert from "node:assert/strict";
import { test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import type { LocatedFinding } from "../../scripts/audit/find.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { attributeOf, Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { load } from "../support/policy-sample.ts";
import { keycloakEnvironment } from "../support/project.ts";
import { cli } from "../support/run-cli.ts";
import { StackFolder } from "../support/stack-folder.ts";
import { startKeycloak } from "../support/test-keycloak.ts";

const SPEC = `helpdesk: otrs
url: https://otrs.acme.example
policy:
  exceptions:
    - { rule: direct-access-grants, realm: agents, reason: an old script logs in, until: 2026-06-30 }
agents:
  roles: [Agent]
  users:
    ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [Agent], temporaryPassword: "\${secret:ada}" }
`;

const keycloak = inSuite(() => startKeycloak());
const folder = inSuite(() => StackFolder.create({ "desk.yaml": SPEC }));

async function audit(...words: string[]) {
  const env = keycloakEnvironment(keycloak, keycloak.url);
  const result = await cli(["audit", "desk.yaml", ...words], { cwd: folder.root, root: folder.root, env });
  assert.ok(!`${result.stdout}${result.stderr}`.includes(keycloak.adminPassword));
  return result;
}

async function findings(...words: string[]): Promise<LocatedFinding[]> {
  const { stdout, stderr } = await audit(...words, "--format", "json");
  assert.equal(stderr, "");
  return JSON.parse(stdout).audits[0].findings;
}

const key = ({ rule, path, entry, severity, accepted }: LocatedFinding) =>
  `${severity} ${rule} ${path} ${entry ?? ""} ${accepted?.by ?? "open"}`;

test("audit --live judges what a person changed by hand on the server, and says that the spec has it otherwise", async () => {
  const { admin } = keycloak;
  await applyDirectly(admin, load(SPEC).model, { secret: () => "Initial-Passw0rd!" });

  const meant = await findings();
  const untouched = await findings("--live");
  assert.deepEqual(untouched.map(key), meant.map(key), "a server that is as the spec says");
  assert.equal((await audit("--live")).code, 0);

  const agents = new Hand(admin, "otrs-agents");
  const customers = new Hand(admin, "otrs-customer-users");
  await agents.setClient("otrs-app", ({ attributes }) => ({
    redirectUris: ["https://otrs.acme.example/*", "https://evil.example/*", "http://otrs.acme.example/cb"],
    webOrigins: ["*"],
    implicitFlowEnabled: true,
    directAccessGrantsEnabled: true,
    rootUrl: "http://otrs.acme.example",
    attributes: {
      ...attributes,
      "oauth2.device.authorization.grant.enabled": "true",
      "pkce.code.challenge.method": "plain",
      "post.logout.redirect.uris": "+",
    },
  }));
  await agents.giveRoles("service-account-otrs-api", "realm-management", ["impersonation", "realm-admin"]);
  await agents.setRealm({
    sslRequired: "none",
    bruteForceProtected: false,
    accessTokenLifespan: 3600,
    attributes: { frontendUrl: "http://login.acme.example" },
  });
  await agents.setUser("ada", { emailVerified: false });
  await customers.setRealm({
    registrationAllowed: true,
    editUsernameAllowed: true,
    duplicateEmailsAllowed: true,
    loginWithEmailAllowed: false,
    verifyEmail: true,
    permanentLockout: true,
    failureFactor: 100,
    passwordPolicy: "length(6)",
  });
  await customers.setProfile((config) => {
    attributeOf(config, "customerid").permissions.edit = ["admin", "user"];
  });

  const changed = await findings("--live");
  const byHand = changed.filter(({ source }) => source.kind === "server");
  const app = "agents/clients/app";
  const roles = "agents/clients/api/serviceAccountRoles/realm-management";
  assert.deepEqual(
    byHand.map(key).sort(),
    [
      `high brute-force-off agents/bruteForce/enabled  open`,
      `high customerid-self-edit customers/profile/attributes/customerid/edit user open`,
      `high direct-access-grants ${app}/directAccessGrants  spec`,
      `high frontend-url-plain-http agents/frontendUrl  open`,
      `high implicit-flow ${app}/implicitFlow  open`,
      `high permanent-lockout customers/bruteForce/permanentLockout  open`,
      `high redirect-anywhere ${app}/redirectUris https://evil.example/* open`,
      `high redirect-plain-http ${app}/redirectUris http://otrs.acme.example/cb open`,
      `high registration-allowed customers/login/registrationAllowed  open`,
      `high service-account-realm-admin ${roles} impersonation open`,
      `high service-account-realm-admin ${roles} realm-admin open`,
      `high tls-not-required agents/sslRequired  open`,
      `high username-editable customers/login/editUsernameAllowed  open`,
      `high verify-email-without-mail customers/login/verifyEmail  open`,
      `high web-origin-any ${app}/webOrigins * open`,
      `medium access-token-long agents/tokens/accessTokenLifespan  open`,
      `medium brute-force-lax customers/bruteForce/maxLoginFailures  open`,
      `medium client-url-plain-http ${app}/rootUrl  open`,
      `medium device-grant ${app}/deviceAuthorizationGrant  open`,
      `medium duplicate-emails customers/login/duplicateEmailsAllowed  open`,
      `medium password-short customers/passwordPolicy  open`,
      `medium person-email-unverified agents/users/ada/emailVerified  open`,
      `medium pkce-plain ${app}/pkce  open`,
      `medium post-logout-wildcard ${app}/postLogoutRedirectUris + open`,
      `low password-like-name customers/passwordPolicy  open`,
    ].sort(),
  );
  const vendor = changed.find(
    ({ rule, segments }) => rule === "redirect-below-base" && segments[2] === "app",
  );
  assert.equal(vendor?.accepted?.by, "vendor", "the preset's own address is still the vendor's");

  const { code, stdout } = await audit("--live");
  assert.equal(code, 3);
  assert.ok(stdout.startsWith(`desk.yaml on ${keycloak.url}, judged as production\n`));
  assert.ok(
    stdout.includes(
      `  high implicit-flow otrs-agents ${app}/implicitFlow\n    on ${keycloak.url}, not as the spec has it\n`,
    ),
  );
  assert.equal((await audit()).code, 0, "the spec itself is as it was");
});

test("audit --live says which realm the server does not have", async () => {
  await keycloak.admin.delete(adminPath`/realms/otrs-customer-users`);
  const { stdout } = await audit("--live");
  assert.match(stdout, /\n {2}the server has no realm otrs-customer-users, which is not judged\n/);
  assert.doesNotMatch(stdout, /^ {2}\w+ \S+ otrs-customer-users /m);
});
