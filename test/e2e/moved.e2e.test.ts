// A keycloak:url that names another server than the one that the stack's realms are on.

import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf, realmOf } from "../support/live.ts";
import { expectCode, keycloakEnvironment, keycloakSettings } from "../support/project.ts";
import { Recorder } from "../support/recorder.ts";
import { adminOf, startKeycloak, type TestKeycloak } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

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
  const project = inSuite(() => useProject({ account: false, files: { [SPEC]: TEXT } }));
  const other = inSuite(() => startKeycloak());
  const emptied = inSuite(() => Recorder.before(other.url));
  const on = (...words: string[]) => project.deskrealm([...words, "--stack", STACK]);
  const plain = (words: readonly string[], env = {}) => project.pulumi([...words, "--stack", STACK], env);
  const pointTo = async (keycloak: TestKeycloak, url: string) => {
    const { plain: open = {}, secret = {} } = keycloakSettings(keycloak, url);
    const pairs = (flag: string, values: object) =>
      Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
    expectCode(
      await plain(["config", "set-all", ...pairs("--plaintext", open), ...pairs("--secret", secret)]),
      0,
    );
  };
  const assertHome = async (keycloak: TestKeycloak) => {
    const loaded = await modelOf(join(project.root, SPEC));
    assert.deepEqual(await differences(adminOf(keycloak), loaded), []);
    expectCode(await plain(["preview", "--refresh", "--expect-no-changes"]), 0);
  };

  before(async () => {
    await using first = await Recorder.before(project.keycloak.url);
    await project.initStack(STACK, SPEC, keycloakSettings(project.keycloak, first.url));
    expectCode(await on("up", SPEC), 0);
    // The address that the stack was made with is gone from here on.
  });

  test("the same server at another address works without a word, with something to heal too", async () => {
    await pointTo(project.keycloak, project.keycloak.url);
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
    await assertHome(project.keycloak);
  });

  test("a server without the realms is refused with both addresses before anything is written, by every command and by plain Pulumi", async () => {
    await pointTo(other, emptied.url);
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
      assert.ok(said.includes(` on ${project.keycloak.url}, and nothing of that name is here.`), said);
      assert.ok(
        text.includes(`--moved-to ${emptied.url}, or DESKREALM_MOVED_TO=${emptied.url} pulumi`),
        text,
      );
    }
    assert.deepEqual(emptied.take(), []);
    await pointTo(project.keycloak, project.keycloak.url);
    // What was refused has left the wrong address in the state's provider; an update puts it right.
    expectCode(await on("up", SPEC), 0);
    await assertHome(project.keycloak);
  });

  test("a server that only the environment names is looked at before a refresh forgets the realms", async () => {
    for (const key of ["url", "clientId", "username", "password"])
      expectCode(await plain(["config", "rm", `keycloak:${key}`]), 0);
    const here = keycloakEnvironment(project.keycloak, project.url);
    const there = keycloakEnvironment(other, emptied.url);
    expectCode(await plain(["up", "--yes", "--skip-preview"], here), 0);
    const { text } = expectCode(await plain(["up", "--refresh", "--yes", "--skip-preview"], there), 1);
    assert.match(text, /error realm-elsewhere: /);
    assert.deepEqual(emptied.take(), []);
    await pointTo(project.keycloak, project.keycloak.url);
    expectCode(await on("up", SPEC), 0);
    await assertHome(project.keycloak);
  });

  test("a realm that was deleted by hand at the same address is made again", async () => {
    await project.admin.delete(adminPath`/realms/${AGENTS}`);
    await project.admin.delete(adminPath`/realms/${CUSTOMERS}`);
    expectCode(await on("up", SPEC), 0);
    await assertHome(project.keycloak);
  });

  test("named once, an empty server gets the realms, and the stack's home is there from then on", async () => {
    await pointTo(other, emptied.url);
    expectCode(await on("up", SPEC, "--moved-to", `${emptied.url}/`), 0);
    await assertHome(other);
    assert.match(expectCode(await on("up", SPEC), 0).stdout, /^\d+ same\n$/);
    await pointTo(project.keycloak, project.keycloak.url);
    for (const realm of [AGENTS, CUSTOMERS]) await project.admin.delete(adminPath`/realms/${realm}`);
    const { text } = expectCode(await on("up", SPEC), 1);
    assert.ok(text.includes(`because the stack has ${AGENTS} and ${CUSTOMERS} on ${emptied.url},`), text);
    assert.equal(await realmOf(project.admin, AGENTS), undefined);
  });
});
