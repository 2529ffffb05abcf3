// A keycloak:url that names another server than the one that the stack's realms are on.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { differences, modelOf, realmOf } from "../support/live.ts";
import { expectCode, keycloakSettings, Project } from "../support/project.ts";
import { Recorder } from "../support/recorder.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const SPEC = "realms/moved.yaml";
const STACK = "moved";
const AGENTS = "moved-agents";
const CUSTOMERS = "moved-customers";
const TEXT = `helpdesk: otrs
url: https://otrs.acme.example
agents: { realm: ${AGENTS}, roles: [Agent] }
customers: { realm: ${CUSTOMERS} }
`;

describe("a stack whose Keycloak has another address", () => {
  let [ours, other]: Keycloak[] = [];
  let emptied: Recorder;
  let project: Project;
  let admin: AdminClient;
  const on = (...words: string[]) => project.deskrealm([...words, "--stack", STACK]);
  const plain = (words: readonly string[], env = {}) => project.pulumi([...words, "--stack", STACK], env);
  const pointTo = async (keycloak: Keycloak, url: string) => {
    const { plain: open = {}, secret = {} } = keycloakSettings(keycloak, url);
    const pairs = (flag: string, values: object) =>
      Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
    expectCode(
      await plain(["config", "set-all", ...pairs("--plaintext", open), ...pairs("--secret", secret)]),
      0,
    );
  };
  const assertHome = async (keycloak: Keycloak) => {
    const loaded = await modelOf(join(project.root, SPEC));
    assert.deepEqual(await differences(adminOf(keycloak), loaded), []);
    expectCode(await plain(["preview", "--refresh", "--expect-no-changes"]), 0);
  };

  before(async () => {
    [ours, other] = await Promise.all([startKeycloak(), startKeycloak()]);
    project = await Project.create();
    admin = new AdminClient(adminOf(found(ours)));
    emptied = await Recorder.before(found(other).url);
    await project.write(SPEC, TEXT);
    await using first = await Recorder.before(found(ours).url);
    await project.initStack(STACK, SPEC, keycloakSettings(found(ours), first.url));
    expectCode(await on("up", SPEC), 0);
    // The address that the stack was made with is gone from here on.
  });
  after(async () => {
    await emptied?.[Symbol.asyncDispose]();
    await project?.[Symbol.asyncDispose]();
    await Promise.all([ours, other].map((one) => one?.[Symbol.asyncDispose]()));
  });

  test("the same server at another address works without a word, with something to heal too", async () => {
    await pointTo(found(ours), found(ours).url);
    expectCode(await plain(["preview", "--expect-no-changes"]), 0);
    expectCode(await plain(["preview", "--refresh", "--run-program", "--expect-no-changes"]), 0);
    const urn =
      `urn:pulumi:${STACK}::deskrealm::deskrealm:index:Helpdesk$deskrealm:index:HelpdeskRealm$` +
      "keycloak:index/role:Role::otrs/agents/clients/app/roles/Agent";
    expectCode(await plain(["state", "delete", urn, "--target-dependents", "--force", "--yes"]), 0);
    const { stderr } = expectCode(await on("up", SPEC), 0);
    assert.match(
      stderr,
      /healed: took into the state, unchanged on the server: moved-agents: role Agent of otrs-app/,
    );
    await assertHome(found(ours));
  });

  test("a server without the realms is refused with both addresses before anything is written, by every command and by plain Pulumi", async () => {
    await pointTo(found(other), emptied.url);
    emptied.take();
    const ending = [
      ...["preview", "up", "destroy"].map((operation) => () => on(operation, SPEC)),
      () => on("adopt", SPEC, "--yes"),
      () => on("up", SPEC, "--moved-to", "https://sso.acme.example"),
      () => plain(["preview"]),
      () => plain(["up", "--yes", "--skip-preview"]),
    ];
    for (const run of ending) {
      const { text } = expectCode(await run(), 1);
      const [said = ""] = /error realm-elsewhere: .*/.exec(text) ?? [];
      assert.ok(
        said.startsWith(`error realm-elsewhere: Nothing was touched on ${emptied.url}, because`),
        text,
      );
      assert.ok(said.includes(` on ${found(ours).url}, and nothing of that name is here.`), said);
      assert.ok(
        text.includes(`--moved-to ${emptied.url}, or DESKREALM_MOVED_TO=${emptied.url} pulumi`),
        text,
      );
    }
    assert.deepEqual(emptied.take(), []);
    await pointTo(found(ours), found(ours).url);
    // What was refused has left the wrong address in the state's provider; an update puts it right.
    expectCode(await on("up", SPEC), 0);
    await assertHome(found(ours));
  });

  test("a server that only the environment names is looked at before a refresh forgets the realms", async () => {
    for (const key of ["url", "clientId", "username", "password"])
      expectCode(await plain(["config", "rm", `keycloak:${key}`]), 0);
    const env = (keycloak: Keycloak, url: string) => ({
      KEYCLOAK_URL: url,
      KEYCLOAK_CLIENT_ID: "admin-cli",
      KEYCLOAK_USER: keycloak.adminUsername,
      KEYCLOAK_PASSWORD: keycloak.adminPassword,
    });
    const [here, there] = [env(found(ours), found(ours).url), env(found(other), emptied.url)];
    expectCode(await plain(["up", "--yes", "--skip-preview"], here), 0);
    const { text } = expectCode(await plain(["up", "--refresh", "--yes", "--skip-preview"], there), 1);
    assert.match(text, /error realm-elsewhere: /);
    assert.deepEqual(emptied.take(), []);
    await pointTo(found(ours), found(ours).url);
    expectCode(await on("up", SPEC), 0);
    await assertHome(found(ours));
  });

  test("a realm that was deleted by hand at the same address is made again", async () => {
    await admin.delete(adminPath`/realms/${AGENTS}`);
    await admin.delete(adminPath`/realms/${CUSTOMERS}`);
    expectCode(await on("up", SPEC), 0);
    await assertHome(found(ours));
  });

  test("named once, an empty server gets the realms, and the stack's home is there from then on", async () => {
    await pointTo(found(other), emptied.url);
    expectCode(await on("up", SPEC, "--moved-to", `${emptied.url}/`), 0);
    await assertHome(found(other));
    assert.match(expectCode(await on("up", SPEC), 0).stdout, /^\d+ same\n$/);
    await pointTo(found(ours), found(ours).url);
    for (const realm of [AGENTS, CUSTOMERS]) await admin.delete(adminPath`/realms/${realm}`);
    const { text } = expectCode(await on("up", SPEC), 1);
    assert.ok(text.includes(`because the stack has ${AGENTS} and ${CUSTOMERS} on ${emptied.url},`), text);
    assert.equal(await realmOf(admin, AGENTS), undefined);
  });
});

function found<T>(one: T | undefined): T {
  assert.ok(one !== undefined);
  return one;
}
