import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import type MappingsRepresentation from "@keycloak/keycloak-admin-client/lib/defs/mappingsRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { findClient } from "../../infra/admin/find-client.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { helpdesksOf, modelOfHelpdesk } from "../../infra/model/helpdesks.ts";
import { userClientRoles } from "../../infra/plugin/user-client-roles.ts";
import { removeDirectly } from "../support/apply-directly.ts";
import { Chromium } from "../support/chromium.ts";
import { Landing } from "../support/landing.ts";
import { differences, modelOf } from "../support/live.ts";
import { loginInChromium } from "../support/login-in-chromium.ts";
import { expectCode, type Outcome, type Project } from "../support/project.ts";
import { prefixed, sampleValues } from "../support/sample-specs.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";
import { keycloakVersionsUnderTest } from "../support/versions.ts";

const SPECS = globSync("realms/*.yaml", { cwd: join(import.meta.dirname, "../..") }).sort();
/** Its realms have the names of another's, and demand TLS, without which nobody gets in by a browser. */
const STRICT = "realms/strict.yaml";
/** Nobody can be looked up in it without its directory. */
const DIRECTORY = "realms/directory.yaml";
/** The one that OTRS's vendor supports. */
const VENDORS = "26.4.0";
const OLDEST = "26.2.0";
const NEWEST = "26.7.4";
const WITH_BROWSER: readonly string[] = [OLDEST, NEWEST];

const stackOf = (spec: string): string => basename(spec, ".yaml");

for (const version of keycloakVersionsUnderTest) {
  const browser = WITH_BROWSER.includes(version) ? ", and a person logs in with Chromium" : "";
  test(`Keycloak ${version}: every spec of realms/ comes about by pulumi up as its model says, shows no drift and no second change, passes verify where it demands neither TLS nor a directory${browser}`, async () => {
    await using project = await useProject({ version });
    await using helpdesk = await Landing.open({ tls: false });
    const nowhere = "ldaps://127.0.0.1:1";
    const variables = { OTRS_URL: helpdesk.url, LOGIN_URL: project.url, DIRECTORY_URL: nowhere };
    const connection = adminOf(project.keycloak);

    /** Makes a stack for the spec, and brings its realms about. */
    const bringAbout = async (spec: string): Promise<void> => {
      const { secrets } = sampleValues(await readFile(join(project.root, spec), "utf8"));
      await project.initStack(stackOf(spec), spec, {
        plain: prefixed("deskrealm:variables", variables),
        secret: prefixed("deskrealm:secrets", secrets),
      });
      const { supportedKeycloak } = await modelOf(join(project.root, spec), { variables });
      const up = expectCode(await upOnceMore(project), 0);
      const told = supportedKeycloak !== null && version !== supportedKeycloak;
      assert.deepEqual(noticesIn(up.stdout), told ? [[version, VENDORS]] : [], up.text);
    };
    /** Looks at the spec's realms from every side. */
    const prove = async (spec: string): Promise<LoadedModel> => {
      const stack = ["--stack", stackOf(spec)];
      const loaded = await modelOf(join(project.root, spec), { variables });
      assert.deepEqual(await differences(connection, loaded), [], spec);
      const words = ["preview", "--refresh", "--diff", "--expect-no-changes", ...stack];
      expectCode(await project.pulumi(words), 0);
      const drift = expectCode(await project.deskrealm(["drift", spec, ...stack]), 0);
      assert.match(drift.stdout, /^No differences: /);
      return loaded;
    };

    const others = SPECS.filter((spec) => spec !== STRICT);
    // One after another: Keycloak refuses its administrator now and then in one of many realms made at once.
    for (const spec of others) await bringAbout(spec);
    const together = await Promise.all(others.map(prove));

    for (const spec of others.filter((one) => one !== DIRECTORY)) {
      const verify = expectCode(await project.deskrealm(["verify", spec, "--stack", stackOf(spec)]), 0);
      assert.match(verify.stdout, /All \d+ checks passed\.\n$/);
      // Newer Keycloaks show no service account their version, which is then said and not tried.
      const untold = verify.stdout.match(/ {2}not tried {2}otrs-api reads the server's version/g);
      const { model } = await modelOf(join(project.root, spec), { variables });
      const accounts = Object.values(model.realms).filter(({ clients }) => "api" in clients).length;
      assert.equal(untold?.length ?? 0, version === NEWEST ? accounts : 0);
    }

    if (WITH_BROWSER.includes(version)) {
      await using elsewhere = await Landing.open({ tls: true });
      await using chromium = await Chromium.start(elsewhere);
      const each = together.flatMap(({ model }) =>
        Object.keys(helpdesksOf(model)).map((key) => modelOfHelpdesk(model, key)),
      );
      for (const model of each) {
        const realms = Object.values(model.realms).filter((one) => Object.keys(one.federations).length === 0);
        for (const realm of realms) await loginInChromium(chromium, project.admin, realm);
      }
    }
    for (const { model } of together) await removeDirectly(project.admin, model);
    await bringAbout(STRICT);
    await prove(STRICT);
  });
}

test("Keycloak 26.5.6: a service account that is given view-system keeps its id, secret, groups, attributes and other roles, and a person is refused", async () => {
  await using keycloak = await startKeycloak("26.5.6");
  const { admin } = keycloak;
  const [realm, inRealm] = ["desk", (path: string) => `/realms/desk${path}`];
  await admin.post("/realms", { realm, enabled: true, groups: [{ name: "robots" }] });
  await admin.put(inRealm("/users/profile"), { unmanagedAttributePolicy: "ENABLED" });
  await admin.post(inRealm("/clients"), {
    clientId: "api",
    publicClient: false,
    serviceAccountsEnabled: true,
  });
  const uuid = (await findClient(admin, realm, "api"))?.id ?? assert.fail();
  const management = (await findClient(admin, realm, "realm-management"))?.id ?? assert.fail();
  await admin.post(inRealm(`/clients/${management}/roles`), { name: "view-system" });
  const account = () => admin.get<UserRepresentation>(inRealm(`/clients/${uuid}/service-account-user`));
  const { id = assert.fail() } = await account();
  const [group] = await admin.get<{ id: string }[]>(inRealm("/groups"));
  await admin.put(inRealm(`/users/${id}/groups/${group?.id}`), {});
  await admin.put(inRealm(`/users/${id}`), { ...(await account()), attributes: { badge: ["7"] } });
  const everything = async () => {
    const [user, roles, groups, secret] = await Promise.all([
      admin.get<UserRepresentation>(inRealm(`/users/${id}`)),
      admin.get<MappingsRepresentation>(inRealm(`/users/${id}/role-mappings`)),
      admin.get<{ path: string }[]>(inRealm(`/users/${id}/groups`)),
      admin.get<{ value: string }>(inRealm(`/clients/${uuid}/client-secret`)),
    ]);
    const names = (list: readonly { name?: string }[] = []) => list.map(({ name }) => name).sort();
    return {
      user: { ...user, createdTimestamp: 0 },
      realmRoles: names(roles.realmMappings),
      management: names(roles.clientMappings?.["realm-management"]?.mappings),
      groups: groups.map(({ path }) => path),
      secret: secret.value,
    };
  };
  const before = await everything();
  const roles = { "realm-management": ["manage-users", "view-system"] };
  await userClientRoles(admin).create({ realm, userId: id, roles });
  assert.deepEqual(await everything(), { ...before, management: ["manage-users", "view-system"] });
  assert.deepEqual([before.groups, before.user.attributes], [["/robots"], { badge: ["7"] }]);
  assert.equal((await account()).id, id);

  await admin.post(inRealm("/users"), { username: "service-account-nobody", enabled: true });
  const person = await findUser(admin, realm, "service-account-nobody", { brief: true });
  const given = userClientRoles(admin).create({ realm, userId: person?.id ?? assert.fail(), roles });
  await assert.rejects(given, { code: "admin-unauthorized", hint: /the roles that this needs/ });
  assert.equal((await findUser(admin, realm, "service-account-nobody", { brief: true }))?.id, person?.id);
});

/** Keycloak 26.2.0 now and then fails to tell of itself while it makes a realm; the same command then goes on. */
async function upOnceMore(project: Project): Promise<Outcome> {
  const words = ["up", "--yes", "--skip-preview"];
  const first = await project.pulumi(words);
  return first.code !== 0 && /\/admin\/serverinfo: 500/.test(first.text) ? project.pulumi(words) : first;
}

/** Version and supported version of each notice; the display says each diagnostic once more at its end. */
function noticesIn(stdout: string): (readonly string[] | undefined)[] {
  const told = stdout
    .slice(stdout.lastIndexOf("Diagnostics:"))
    .match(/This is Keycloak .*vendor supports .*/g);
  return (told ?? []).map((line) => /Keycloak (\S+)\. .* supports (\S+);/.exec(line)?.slice(1));
}
