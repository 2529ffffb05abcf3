// What the realms were like is kept before each change, is compared, and is got back; nobody's name and no
// secret is in it.

import assert from "node:assert/strict";
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { findDrift } from "../../scripts/drift/find.ts";
import { expand } from "../support/good-spec.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { realmOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { useProject } from "../support/use-project.ts";

const SPEC = "realms/desk.yaml";
const MAIL_PASSWORD = "Mail-Passw0rd-77";
const PERSON_PASSWORD = "Person-Passw0rd-88";
const PLANTED = "planted-4Hq9";
const PEOPLE = `
  users:
    ada.byron: { firstName: Adalbertine, lastName: Byronova, email: ada.byron@acme.example, roles: [Agent], temporaryPassword: "\${secret:ada}" }
`;
const MAIL =
  '{ host: mail.acme.example, from: desk@acme.example, auth: { username: desk, password: "${secret:mail}" } }';
const FIRST = `helpdesk: otrs
url: http://127.0.0.1:3001/otrs
shared: { smtp: ${MAIL} }
agents:
  displayName: Service Desk
  roles: [Agent, Admin]
  attributes: { phone: {}, room: { maxLength: 20 } }
  sessions: { idle: 20m }${PEOPLE}`;
/** Another address, another client, a role less and one more, an attribute less. */
const SECOND = `helpdesk: otrs
url: http://127.0.0.1:3002/desk
config: { remoteCheck: true }
shared: { smtp: ${MAIL} }
agents:
  displayName: ACME
  roles: [Agent, Boss]
  attributes: { phone: {} }
  clients: { app: { clientId: desk-app } }${PEOPLE}`;

describe("snapshots", () => {
  const project = inSuite(() => useProject({ files: { [SPEC]: FIRST } }));
  before(async () => {
    await project.initStack("desk", SPEC, {
      plain: { "deskrealm:snapshots": "kept" },
      secret: { "deskrealm:secrets.mail": MAIL_PASSWORD, "deskrealm:secrets.ada": PERSON_PASSWORD },
    });
  });

  const up = async (...words: string[]) =>
    expectCode(await project.deskrealm(["up", SPEC, "--stack", "desk", ...words]), 0);
  const history = (...words: string[]) => project.deskrealm(["history", SPEC, "--stack", "desk", ...words]);
  const files = async () => (await readdir(join(project.root, "kept/desk")).catch(() => [])).sort();
  const drift = async (text: string) =>
    (await findDrift(expand(text).model, project.admin)).map(({ text: told }) => told);

  test("one is kept before each change, by the spec or by hand, and none where nothing has changed", async () => {
    await up();
    assert.deepEqual(await files(), [], "there was nothing to keep");

    await project.write(SPEC, SECOND);
    expectCode(await project.deskrealm(["preview", SPEC, "--stack", "desk"]), 0);
    assert.deepEqual(await files(), [], "a preview changes nothing");
    const { stderr } = await up();
    assert.match(stderr, /^Kept otrs-agents and otrs-customer-users as the snapshot \d{4}-/m);
    assert.equal((await files()).length, 1);

    const agents = new Hand(project.admin, "otrs-agents");
    await agents.setRealm({
      registrationAllowed: true,
      displayNameHtml: `http://u:${PLANTED}@acme.example/`,
    });
    const { id } = await agents.client("desk-app");
    await project.admin.post(adminPath`/realms/otrs-agents/clients/${id}/protocol-mappers/models`, {
      ...{ name: "sync", protocol: "openid-connect", protocolMapper: "oidc-hardcoded-claim-mapper" },
      config: { "claim.name": "api_token", "claim.value": PLANTED, "access.token.claim": "true" },
    });
    await up();
    assert.equal((await files()).length, 2);
    assert.deepEqual(await drift(SECOND), []);

    await up();
    assert.equal((await files()).length, 3, "the last up has changed something");
    await up();
    assert.equal((await files()).length, 3, "and this one has not");
  });

  test("a snapshot holds no person and no secret, and is for its owner's eyes alone", async () => {
    assert.equal((await stat(join(project.root, "kept/desk"))).mode & 0o777, 0o700);
    for (const name of await files()) {
      const path = join(project.root, "kept/desk", name);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      const text = await readFile(path, "utf8");
      for (const word of [MAIL_PASSWORD, PERSON_PASSWORD, PLANTED, project.keycloak.adminPassword])
        assert.ok(!text.includes(word), `${name} holds a secret`);
      for (const word of ["ada.byron", "Adalbertine", "Byronova"]) assert.ok(!text.includes(word), word);
    }
  });

  test("history lists them, and tells any two apart, or one and the server", async () => {
    const list = expectCode(await history(), 0).stdout;
    assert.match(list, /^3 snapshots of deskrealm\/desk in kept\/desk, the newest first:\n1 /);
    assert.match(list, /^2 .* [34] differences to 1\n3 .* \d+ differences to 2$/m);

    const byHand = expectCode(await history("--diff", "2", "1"), 3).stdout;
    assert.match(byHand, /login: registration allowed is true in 2\S+Z and false in 2\S+Z$/m);
    assert.match(byHand, /^- agents realm otrs-agents: client desk-app: mapper sync is in /m);
    const bySpec = expectCode(await history("--diff", "3", "now"), 3).stdout;
    assert.match(
      bySpec,
      /^- agents realm otrs-agents: client otrs-app: role Admin is in \S+Z and not on the server$/m,
    );
    assert.match(bySpec, /^- .* attribute room is in \S+Z and not on the server$/m);
    assert.match(bySpec, /client id is otrs-app in \S+Z and desk-app on the server|client ID is otrs-app/);
    assert.match(
      expectCode(await history("--diff", "1"), 0).stdout,
      /^No differences between .* and now\.$/m,
    );
  });

  test("the spec of the first snapshot, brought up again, leads to the first realms", async () => {
    const { stderr } = expectCode(await history("--spec", "3", "--out", "realms/back.yaml"), 0);
    const text = await readFile(join(project.root, "realms/back.yaml"), "utf8");
    assert.match(text, /remoteCheck: true/);
    assert.doesNotMatch(text, /not in this spec \(/);
    assert.match(stderr, /notice: agents\.roles has Admin, which realms\/desk\.yaml has not/);
    await project.write(SPEC, text);
    await up();
    assert.deepEqual(await drift(FIRST), []);
    expectCode(await project.deskrealm(["drift", "--stack", "desk"]), 0);
  });

  test("where none can be kept, nothing is changed", async () => {
    await project.write(SPEC, SECOND);
    await project.write("file", "");
    await symlink(join(project.root, "gone"), join(project.root, "dangling"));
    for (const [folder, told] of [
      ["file", /error snapshot-failed: The snapshots in .*file\/desk could not be read: /],
      ["dangling", /error snapshot-failed: Nothing was changed on the server, because .*dangling\/desk: /],
    ] as const) {
      const words = ["up", SPEC, "--stack", "desk", "--snapshots", folder];
      const { stderr } = expectCode(await project.deskrealm(words), 1);
      assert.match(stderr, told);
      assert.match(stderr, /^hint: .*--snapshots/m);
    }
    await project.write(SPEC, FIRST);
    assert.deepEqual(await drift(FIRST), []);
  });

  test("another stack's realms are not kept, and a full folder loses the oldest of its own", async () => {
    const stolen = ["up", SPEC, "--stack", "thief", "--snapshots", "stolen"];
    assert.match(expectCode(await project.deskrealm(stolen), 1).stderr, /realm-not-ours/);
    assert.deepEqual(await readdir(join(project.root, "stolen")).catch(() => []), []);

    expectCode(await project.pulumi(["config", "set", "deskrealm:snapshotsKept", "2", "--stack", "desk"]), 0);
    await writeFile(join(project.root, "kept/desk/2020-01-01T00-00-00-000Z.json"), "{}");
    const before = await files();
    await new Hand(project.admin, "otrs-agents").setRealm({ rememberMe: true });
    const { stderr } = await up();
    assert.match(stderr, /notice: \S*2020-01-01T00-00-00-000Z\.json was passed over: it is not a snapshot/);
    assert.deepEqual((await files()).slice(0, 2), [before[0], before.at(-1)]);
    assert.equal((await files()).length, 3);
  });

  test("before a destruction too, so that the way back is there when the realms are gone", async () => {
    await new Hand(project.admin, "otrs-agents").setRealm({ displayName: "The last name" });
    const words = ["destroy", SPEC, "--stack", "desk", "--allow-destroy"];
    expectCode(await project.deskrealm([...words, "otrs-agents,otrs-customer-users"]), 0);
    assert.equal(await realmOf(project.admin, "otrs-agents"), undefined);
    const { stdout } = expectCode(await history("--diff", "1"), 3);
    assert.match(stdout, /^- agents realm otrs-agents is in \S+Z and not on the server$/m);
    assert.match(expectCode(await history("--spec", "1"), 0).stdout, /displayName: The last name/);
  });
});
