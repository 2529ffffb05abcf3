// Realms that people made by hand come under a stack, on a real server, with nothing made anew.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as oidc from "openid-client";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { OWNER_ATTRIBUTE, PEOPLE_ATTRIBUTE } from "../../infra/model/mark.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { loginThroughForm } from "../../scripts/login/login.ts";
import { waitFor } from "../../scripts/servers/ready.ts";
import { makeByTutorial } from "../support/by-tutorial.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { killTree } from "../support/kill-tree.ts";
import { realmOf } from "../support/live.ts";
import { expectCode, type Outcome } from "../support/project.ts";
import { changesBetween, type Snapshot, snapshot } from "../support/realm-snapshot.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

const HELPDESK = "https://desk.acme.example/otrs";
const PASSWORD = "Chosen-Passw0rd!";
const FOREIGN = "Foreign-Value-55";
const TEMPORARY = "Initial-Passw0rd!";

const specOf = (agents: string, customers: string, more = "") => `helpdesk: otrs
url: ${HELPDESK}
agents:
  realm: ${agents}
  displayName: ACME Service Desk
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Agent], temporaryPassword: "\${secret:root}" }
customers:
  realm: ${customers}
${more}`;

describe("adopt on a real Keycloak", () => {
  const project = inSuite(() => useProject({ recorded: true }));

  const adopt = (spec: string, stack: string, ...words: string[]) =>
    project.deskrealm(["adopt", spec, "--stack", stack, ...words]);
  const setSecret = (stack: string) =>
    project.pulumi([
      "config",
      "set",
      "--secret",
      "--path",
      "deskrealm:secrets.root",
      TEMPORARY,
      "--stack",
      stack,
    ]);

  const login = (realm: string, username: string) =>
    loginThroughForm({
      issuer: `${project.keycloak.url}/realms/${realm}`,
      clientId: "otrs-app",
      redirectUri: `${HELPDESK}/index.pl`,
      ...{ username, password: PASSWORD },
      fetch: fetchFor(project.admin.connection),
    });
  const secretOf = async (realm: string) => {
    const { id } = await new Hand(project.admin, realm).client("otrs-api");
    const { value } = await project.admin.get<{ value: string }>(
      adminPath`/realms/${realm}/clients/${id}/client-secret`,
    );
    return value;
  };
  /** Logs in as otrs-api and reads the realm's people. */
  const callWith = async (realm: string, clientSecret: string) => {
    const credentials = { kind: "client-secret", clientId: "otrs-api", clientSecret } as const;
    using own = new AdminClient({ ...adminOf(project.keycloak), realm, credentials });
    const people = await own.get<{ username: string }[]>(adminPath`/realms/${realm}/users`);
    return people.map(({ username }) => username).sort();
  };

  const snapshots = (realms: readonly string[]) =>
    Promise.all(realms.map((realm) => snapshot(project.admin, realm)));
  const changesSince = async (before: readonly Snapshot[], realms: readonly string[]) => {
    const now = await snapshots(realms);
    return before.flatMap((one, index) => changesBetween(one, now[index] ?? new Map()));
  };
  const lines = ({ stdout }: Outcome) => stdout.split("\n").map((line) => line.trim());
  /** What nobody may change: that a realm is used goes on through all of it. */
  const inUse = async (realm: string, people: readonly string[]) => {
    const clientSecret = await secretOf(realm);
    const sessions = await Promise.all(
      people.map(async (username) => {
        const { configuration, tokens } = await login(realm, username);
        return { configuration, refreshToken: tokens.refresh_token ?? "" };
      }),
    );
    const goesOn = async () => {
      assert.equal(await secretOf(realm), clientSecret);
      assert.ok((await callWith(realm, clientSecret)).includes(people[0] ?? ""));
      for (const username of people) await login(realm, username);
      for (const session of sessions) {
        const { configuration, refreshToken } = session;
        const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
        session.refreshToken = tokens.refresh_token ?? "";
      }
    };
    await goesOn();
    return goesOn;
  };

  describe("realms of the vendor's tutorial, with people and what the helpdesk made itself", () => {
    const [AGENTS, CUSTOMERS] = ["hand-agents", "hand-customers"];
    const REALMS = [AGENTS, CUSTOMERS];
    let spec: string;
    let used: readonly (() => Promise<void>)[];
    let byHand: readonly Snapshot[];
    before(async () => {
      for (const [realm, roles] of [
        [AGENTS, ["Agent", "Admin"]],
        [CUSTOMERS, ["Customer User"]],
      ] as const) {
        await makeByTutorial(project.admin, realm, { url: HELPDESK, app: "otrs-app", roles });
        await furnish(new Hand(project.admin, realm));
      }
      await makePerson(new Hand(project.admin, AGENTS), "root@localhost", ["Agent"], {
        ...{ firstName: "Root", lastName: "Admin", email: "root@acme.example", emailVerified: true },
        attributes: { phone: ["1", "2"] },
      });
      spec = await project.write("realms/hand.yaml", specOf(AGENTS, CUSTOMERS));
      used = [await inUse(AGENTS, ["root@localhost", "carol"]), await inUse(CUSTOMERS, ["carol"])];
      byHand = await snapshots(REALMS);
      project.recorder.take();
    });
    const goesOn = async () => {
      for (const one of used) await one();
    };

    test("without --yes it shows what comes along, what up changes then, what is left alone, and writes nothing", async () => {
      const outcome = expectCode(await adopt(spec, "hand"), 0);
      const shown = lines(outcome);
      for (const line of [
        "hand-agents: the realm, client otrs-app, role Agent of otrs-app, role Admin of otrs-app, client otrs-api, person root@localhost",
        "hand-customers: the realm, client otrs-app, role Customer User of otrs-app, client otrs-api",
        "hand-agents, until now nobody's",
        "agents realm hand-agents: client otrs-app: role Made by the helpdesk",
        "agents realm hand-agents: client wiki",
        "agents realm hand-agents: user federation Corporate LDAP (ldap), with 7 mappers, disabled",
        "agents realm hand-agents: organizations are on",
        "agents realm hand-agents: the realm's display name is now ACME Service Desk",
        "agents and customers realms: accounts wait after failed logins",
        "Nothing was changed on the server. The same command with --yes takes it over.",
      ])
        assert.ok(shown.includes(line), `${line}\n${outcome.stdout}`);
      assert.deepEqual(project.recorder.take(), []);
      assert.deepEqual(await changesSince(byHand, REALMS), []);
    });

    test("with --yes the mark is all that is written; logins, sessions and client secrets go on", async () => {
      await setSecret("hand");
      expectCode(await adopt(spec, "hand", "--yes"), 0);
      const writes = project.recorder.take();
      assert.deepEqual(
        writes.map(({ method, path }) => `${method} ${path}`).sort(),
        REALMS.map((realm) => `PUT /admin/realms/${realm}`),
      );
      const people = JSON.stringify('["root@localhost"]');
      assert.deepEqual(await changesSince(byHand, REALMS), [
        `${AGENTS} attributes ${OWNER_ATTRIBUTE}: nothing -> "deskrealm/hand"`,
        `${AGENTS} attributes ${PEOPLE_ATTRIBUTE}: nothing -> ${people}`,
        `${CUSTOMERS} attributes ${OWNER_ATTRIBUTE}: nothing -> "deskrealm/hand"`,
        `${CUSTOMERS} attributes ${PEOPLE_ATTRIBUTE}: nothing -> "[]"`,
      ]);
      await goesOn();
    });

    test("drift then tells of what the spec declares otherwise, up changes that and nothing else", async () => {
      const { stdout } = expectCode(await project.deskrealm(["drift", "--stack", "hand"]), 3);
      const told = stdout.split("\n").filter((line) => /^[-+~?]/.test(line));
      assert.deepEqual(told, [
        "~ agents realm hand-agents: brute-force protection: enabled is true in the spec and false on the server",
        "~ agents realm hand-agents: display name is ACME Service Desk in the spec and not set on the server",
        "~ customers realm hand-customers: brute-force protection: enabled is true in the spec and false on the server",
        "~ customers realm hand-customers: display name is OTRS customer portal in the spec and not set on the server",
        "- customers realm hand-customers: user profile: attribute customerid is in the spec and not on the server",
      ]);
      const adopted = await snapshots(REALMS);
      project.recorder.take();
      expectCode(await project.deskrealm(["up", spec, "--stack", "hand"]), 0);
      const made = (await changesSince(adopted, REALMS)).filter((line) => !SAYS_THE_SAME.test(line));
      assert.deepEqual(made, [
        `${AGENTS} bruteForceProtected: false -> true`,
        `${AGENTS} displayName: nothing -> "ACME Service Desk"`,
        `${CUSTOMERS} bruteForceProtected: false -> true`,
        `${CUSTOMERS} displayName: nothing -> "OTRS customer portal"`,
      ]);
      const wrote = project.recorder
        .take()
        .filter(({ method, path }) => method === "DELETE" || /\/users$/.test(path));
      assert.deepEqual(wrote, []);
      await goesOn();
      expectCode(await project.deskrealm(["drift", "--stack", "hand"]), 0);
      expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes", "--stack", "hand"]), 0);
    });

    test("once more it has nothing to take over, and nothing that others have put there is in clear in a file", async () => {
      const known = await snapshots(REALMS);
      project.recorder.take();
      const { stdout } = expectCode(await adopt(spec, "hand", "--yes"), 0);
      assert.match(stdout, /There is nothing to take over: the stack has all that is on the server\./);
      assert.match(stdout, /No change in the only helpdesk\./);
      assert.deepEqual(project.recorder.take(), []);
      assert.deepEqual(await changesSince(known, REALMS), []);
      const secrets = [FOREIGN, PASSWORD, TEMPORARY, await secretOf(AGENTS), await secretOf(CUSTOMERS)];
      for (const { path, text } of await project.kept())
        for (const secret of secrets) assert.ok(!text.includes(secret), path);
      for (const text of project.said) for (const secret of secrets) assert.ok(!text.includes(secret));
    });

    test("another stack is refused with both owners named, moves them with --from, and the first one lets go", async () => {
      const known = await snapshots(REALMS);
      project.recorder.take();
      const other = await project.write("realms/moved.yaml", specOf(AGENTS, CUSTOMERS));
      const refused = expectCode(await adopt(other, "moved", "--yes"), 1);
      assert.match(
        refused.stderr,
        /this stack is deskrealm\/moved and realm hand-agents belongs to deskrealm\/hand; realm/,
      );
      assert.match(refused.stderr, /hint: to move them to this stack, add: --from hand\n/);
      expectCode(await adopt(other, "moved", "--from", "moved"), 2);
      const shown = expectCode(await adopt(other, "moved", "--from", "hand"), 0);
      assert.match(shown.stdout, /hand-agents, until now deskrealm\/hand's/);
      assert.deepEqual(project.recorder.take(), []);

      await setSecret("moved");
      expectCode(await adopt(other, "moved", "--from", "hand", "--yes"), 0);
      const held = await stateOf("hand");
      assert.deepEqual(
        held.filter((urn) => urn.includes("hand-") || urn.includes("HelpdeskRealm")),
        [],
      );
      const lost = expectCode(await project.deskrealm(["up", spec, "--stack", "hand"]), 1);
      assert.match(
        lost.stderr,
        /this stack is deskrealm\/hand and realm hand-agents belongs to deskrealm\/moved/,
      );
      expectCode(await project.deskrealm(["up", other, "--stack", "moved"]), 0);
      expectCode(
        await project.pulumi(["preview", "--refresh", "--expect-no-changes", "--stack", "moved"]),
        0,
      );
      assert.deepEqual(
        await changesSince(known, REALMS),
        REALMS.map(
          (realm) => `${realm} attributes ${OWNER_ATTRIBUTE}: "deskrealm/hand" -> "deskrealm/moved"`,
        ),
      );
      await goesOn();
    });
  });

  const stateOf = async (stack: string) => {
    const { stdout } = expectCode(await project.pulumi(["stack", "export", "--stack", stack]), 0);
    const { resources = [] } = (JSON.parse(stdout) as { deployment: { resources?: { urn: string }[] } })
      .deployment;
    return resources.map(({ urn }) => urn);
  };

  test("while somebody works on the stack nothing is marked; killed after the mark, and again in the middle of the import, the same command gets home; a realm that is not there is up's", async () => {
    await makeByTutorial(project.admin, "killed-agents", {
      url: HELPDESK,
      app: "otrs-app",
      roles: ["Agent", "Admin"],
    });
    const spec = await project.write("realms/killed.yaml", specOf("killed-agents", "killed-customers"));
    const words = ["adopt", spec, "--stack", "killed", "--yes"];
    const killedWhen = async (isSo: () => boolean | Promise<boolean>) => {
      const child = project.startDeskrealm(words);
      assert.ok(await waitFor(async () => (await isSo()) || child.exitCode !== null, 120_000));
      assert.equal(child.exitCode, null);
      await killTree(child.pid ?? 0);
    };
    expectCode(await adopt(spec, "killed"), 0);
    project.recorder.take();
    const place = "state/.pulumi/locks/organization/deskrealm/killed";
    const locks = join(project.root, place);
    const note = { pid: process.pid, username: "anna", hostname: hostname(), timestamp: new Date() };
    const lock = await project.write(`${place}/at-work.json`, JSON.stringify(note));
    assert.match(expectCode(await project.deskrealm(words), 1).stderr, /error stack-locked: /);
    assert.deepEqual(project.recorder.take(), []);
    await rm(join(project.root, lock));

    await killedWhen(
      async () =>
        (await realmOf(project.admin, "killed-agents"))?.attributes?.[OWNER_ATTRIBUTE] !== undefined,
    );
    const marked = await snapshots(["killed-agents"]);
    await killedWhen(() => existsSync(locks) && readdirSync(locks).length > 0);
    const { stdout, stderr } = expectCode(await project.deskrealm(words), 0);
    assert.match(stdout, /Is not on the server, and up makes it\n {2}killed-customers\n/);
    assert.match(stderr, /took away the lock of process \d+ of this machine/);
    assert.deepEqual(await changesSince(marked, ["killed-agents"]), []);
    const urns = await stateOf("killed");
    assert.equal(new Set(urns).size, urns.length);

    await setSecret("killed");
    expectCode(await project.deskrealm(["up", spec, "--stack", "killed"]), 0);
    expectCode(await project.deskrealm(["drift", "--stack", "killed"]), 0);
    assert.match((await adopt(spec, "killed")).stdout, /There is nothing to take over/);
  });

  test("a wrong key, a wrong password and a server that is down: exit code and text, and nothing is changed", async () => {
    project.recorder.take();
    const wrong = await project.write(
      "realms/wrong.yaml",
      specOf("wrong-agents", "wrong-customers", "  rolls: [a]\n"),
    );
    const input = expectCode(await adopt(wrong, "wrong", "--yes"), 2);
    assert.match(input.stderr, /realms\/wrong\.yaml:11:3 error/);
    const right = await project.write("realms/right.yaml", specOf("right-agents", "right-customers"));
    const words = ["adopt", right, "--stack", "right", "--yes"];
    const password = await project.deskrealm(words, { KEYCLOAK_PASSWORD: "not-the-password" });
    assert.match(expectCode(password, 1).stderr, /error admin-unauthorized: /);
    assert.ok(!password.text.includes("not-the-password"));
    const down = await project.deskrealm(words, { KEYCLOAK_URL: "http://127.0.0.1:9" });
    assert.match(expectCode(down, 1).stderr, /error admin-unreachable: /);
    const nothing = expectCode(await project.deskrealm(words), 0);
    assert.match(nothing.stdout, /There is nothing to take over/);
    assert.match(
      nothing.stdout,
      /Is not on the server, and up makes it\n {2}right-agents\n {2}right-customers/,
    );
    assert.deepEqual(project.recorder.take(), []);
  });
});

/**
 * The plugin writes down what is so without it, too; and a profile's lengths as texts. The profile is compared
 * by drift.
 */
const SAYS_THE_SAME =
  /: nothing -> (""|"?false"?)$|use\.refresh\.tokens: nothing -> "true"|UserProfileProvider| userProfileMetadata /;

/** What nobody has in mind who writes a spec. */
async function furnish(hand: Hand): Promise<void> {
  const { admin, realm } = hand;
  const root = adminPath`/realms/${realm}`;
  const { attributes, browserSecurityHeaders } = await admin.get<Record<string, object>>(root);
  await hand.setRealm({
    attributes: {
      ...attributes,
      "acme.portal.key": FOREIGN,
      cibaExpiresIn: "240",
      parRequestUriLifespan: "90",
    },
    browserSecurityHeaders: {
      ...browserSecurityHeaders,
      contentSecurityPolicy: "frame-src 'self' https://a.example",
    },
    ...{ organizationsEnabled: true, oauth2DeviceCodeLifespan: 700, otpPolicyDigits: 8 },
    ...{
      otpPolicyCodeReusable: true,
      clientOfflineSessionIdleTimeout: 7200,
      defaultSignatureAlgorithm: "RS256",
    },
    ...{ webAuthnPolicyRpEntityName: "acme", eventsEnabled: true, eventsExpiration: 86400 },
  });
  await hand.setClient("otrs-app", ({ attributes: own }) => ({
    ...{ description: "OTRS's login pages", alwaysDisplayInConsole: true },
    attributes: { ...own, "access.token.lifespan": "120", "acme.note": "kept" },
  }));
  await hand.setClient("otrs-api", ({ attributes: own }) => ({
    attributes: { ...own, "standard.token.exchange.enabled": "true" },
  }));
  const { id } = await hand.client("otrs-app");
  await admin.post(`${root}${adminPath`/clients/${id}/roles`}`, { name: "Made by the helpdesk" });
  await admin.post(`${root}/clients`, { clientId: "wiki" });
  await admin.post(`${root}/groups`, { name: "shift" });
  const ldap = {
    ...{ vendor: "other", connectionUrl: "ldap://127.0.0.1:9", usersDn: "ou=users,dc=acme,dc=example" },
    ...{ usernameLDAPAttribute: "uid", rdnLDAPAttribute: "uid", uuidLDAPAttribute: "entryUUID" },
    ...{ userObjectClasses: "inetOrgPerson", bindDn: "cn=admin", bindCredential: "Bind-Secret-33" },
    ...{ authType: "simple", editMode: "READ_ONLY", enabled: "false" },
  };
  await admin.post(`${root}/components`, {
    ...{
      name: "Corporate LDAP",
      providerId: "ldap",
      providerType: "org.keycloak.storage.UserStorageProvider",
    },
    config: Object.fromEntries(Object.entries(ldap).map(([key, value]) => [key, [value]])),
  });
  await makePerson(hand, "carol", ["Made by the helpdesk"], {
    ...{ firstName: "Carol", lastName: "C", email: "carol@acme.example" },
    attributes: { customerid: ["ACME-1"] },
  });
}

async function makePerson(
  hand: Hand,
  username: string,
  roles: readonly string[],
  more: object,
): Promise<void> {
  const credentials = [{ type: "password", value: PASSWORD, temporary: false }];
  await hand.admin.post(adminPath`/realms/${hand.realm}/users`, {
    ...{ username, enabled: true, credentials, groups: ["shift"] },
    ...more,
  });
  await hand.giveRoles(username, "otrs-app", roles);
}
