// Realms on a real Keycloak as specs: those that a spec made, and those that a person made by the console.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { LDAP_MAPPER } from "../../infra/admin/federations.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { helpdesksOf, isSeveral } from "../../infra/model/helpdesks.ts";
import type { Model, RealmModel } from "../../infra/model/types.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { readLiveModel } from "../../scripts/live/read-model.ts";
import { applyDirectly, removeDirectly } from "../support/apply-directly.ts";
import { makeByTutorial } from "../support/by-tutorial.ts";
import { expand } from "../support/good-spec.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { modelOf } from "../support/live.ts";
import { keycloakEnvironment } from "../support/project.ts";
import { cli } from "../support/run-cli.ts";
import { sampleSpecs, sampleValues } from "../support/sample-specs.ts";
import { StackFolder } from "../support/stack-folder.ts";
import { startKeycloak } from "../support/test-keycloak.ts";

const ROOT = join(import.meta.dirname, "../..");
/** The other samples come back in the unit test, from their models. */
const SPECS = /^realms\/|(every-key|nasty-names|vault)\.yaml$/;
const URL = "https://desk.acme.example/otrs";

/**
 * No server knows the end of a window, and without one nobody new is written into a directory. Keycloak asks
 * no directory that is disabled.
 */
function withoutWindows({ realms, ...model }: Model): Model {
  const closed = ({ federations, ...realm }: RealmModel): RealmModel => {
    const entries = Object.entries(federations).map(([key, one]) => {
      return [key, { ...one, writableUntil: null, syncRegistrations: false, enabled: false }] as const;
    });
    return { ...realm, federations: Object.fromEntries(entries) };
  };
  const all = Object.entries(realms).map(([key, realm]) => [key, closed(realm)]);
  return { ...model, realms: Object.fromEntries(all) };
}

describe("export on a real Keycloak", () => {
  const keycloak = inSuite(() => startKeycloak());
  const folder = inSuite(() => StackFolder.create());

  const run = async (...words: string[]) => {
    const env = keycloakEnvironment(keycloak, keycloak.url);
    const outcome = await cli(["export", ...words], { root: folder.root, cwd: folder.root, env });
    assert.ok(!`${outcome.stdout}${outcome.stderr}`.includes(keycloak.adminPassword));
    return outcome;
  };

  for (const path of sampleSpecs().filter((one) => SPECS.test(one))) {
    test(`the realms of ${path} come back as a spec that means the same`, async () => {
      const loaded = await modelOf(join(ROOT, path), sampleValues(await readFile(join(ROOT, path), "utf8")));
      const model = withoutWindows(loaded.model);
      await applyDirectly(keycloak.admin, model, {
        secret: (one) => (one.kind === "vault" ? `\${vault.${one.name}}` : "Initial-Passw0rd!"),
      });
      try {
        const key = (name: string) => (isSeveral(model) ? `${name}=` : "");
        const helpdesks = Object.entries(helpdesksOf(model)).flatMap(([name, { product, url }]) => [
          ...["--helpdesk", `${key(name)}${product}`, "--url", `${key(name)}${url}`],
        ]);
        const words = Object.entries(model.realms).flatMap(([key, { realm, clients, users }]) => [
          ...[`--${key}`, realm],
          ...Object.entries(clients).flatMap(([role, one]) => ["--client", `${key}.${role}=${one.clientId}`]),
          ...Object.keys(users).flatMap((name) => ["--person", name]),
        ]);
        const { code, stdout, stderr } = await run(...helpdesks, ...words);
        assert.equal(code, 0, stderr);
        assert.match(stderr, /Everything on the server is in the spec\./);
        assert.deepEqual(diffModels(expand(stdout).model, model), []);
      } finally {
        await removeDirectly(keycloak.admin, model);
      }
    });
  }

  test("realms made by hand, by the vendor's tutorial and further, become a spec; the rest is listed", async () => {
    await makeByTutorial(keycloak.admin, "desk", { url: URL, app: "otrs-app", roles: ["Agent", "Admin"] });
    await makeByTutorial(keycloak.admin, "portal", { url: URL, app: "webshop", roles: ["Customer User"] });
    const [desk, portal] = [new Hand(keycloak.admin, "desk"), new Hand(keycloak.admin, "portal")];
    for (const hand of [desk, portal]) {
      await hand.setRealm({
        ...{ rememberMe: true, registrationAllowed: true },
        smtpServer: {
          host: "mail.acme.example",
          from: "desk@acme.example",
          auth: "true",
          user: "desk",
          password: "Mail-Passw0rd!",
        },
      });
    }
    await desk.setClient("otrs-app", () => ({
      redirectUris: [`${URL}/index.pl`, "https://*.acme.example/*"],
    }));
    await keycloak.admin.post(adminPath`/realms/desk/clients`, { clientId: "grafana" });
    await keycloak.admin.post(adminPath`/realms/desk/users`, {
      ...{ username: "ada", firstName: "Ada", lastName: "Byron", email: "ada@acme.example" },
      ...{ enabled: true, emailVerified: true, attributes: { phone: ["1"], apiToken: ["hunter2"] } },
    });
    await desk.giveRoles("ada", "otrs-app", ["Agent"]);
    await keycloak.admin.post(adminPath`/realms/desk/users`, { username: "bob", enabled: true });

    const words = ["--realm", "desk", "--realm", "portal", "--person", "ada", "--out", "desk.yaml"];
    const { code, stdout, stderr } = await run(...words);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    const text = await readFile(join(folder.root, "desk.yaml"), "utf8");
    for (const secret of ["hunter2", "Mail-Passw0rd!"]) assert.ok(!`${text}${stderr}`.includes(secret));

    assert.deepEqual(parsePlain(text), {
      helpdesk: "otrs",
      url: URL,
      shared: {
        login: { rememberMe: true },
        smtp: {
          host: "mail.acme.example",
          from: "desk@acme.example",
          auth: { username: "desk", password: "${secret:smtp}" },
        },
        bruteForce: false,
      },
      agents: {
        realm: "desk",
        roles: ["Admin"],
        clients: { app: { redirectUris: [`${URL}/index.pl`] } },
        users: {
          ada: {
            ...{ firstName: "Ada", lastName: "Byron", email: "ada@acme.example" },
            ...{ roles: ["Agent"], attributes: { phone: "1" } },
          },
        },
      },
      customers: { realm: "portal", clients: { app: { clientId: "webshop" } } },
    });
    const listed = text.split("\n").flatMap((line) => (line.startsWith("# - ") ? [line.slice(2)] : []));
    for (const line of listed.slice(0, -1)) assert.ok(stderr.includes(line), line);
    for (const line of [
      "- agents realm desk: client otrs-app: redirect URI https://*.acme.example/* is on the server and not in this spec",
      "- agents realm desk: client grafana",
      "- agents realm desk: login: registration allowed is false in this spec and true on the server",
      "- agents realm desk: user ada: attribute apiToken, which sounds like a secret",
      "- agents realm desk: 1 person; name those to keep with --person",
    ])
      assert.ok(listed.includes(line), `${line}\n${listed.join("\n")}`);
    assert.match(text, /^# On the server, and not in this spec \(\d+\):$/m);
    assert.match(stderr, /notice: no server shows the secret smtp: pulumi config set --secret/);

    // What is listed is all there is: the spec's model and the server differ in nothing else.
    const { model } = expand(text);
    const live = await readLiveModel(keycloak.admin, model);
    const differences = diffModels(model, live);
    assert.ok(differences.length > 0 && differences.length < listed.length);

    const again = await run(...words);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /error file-exists: desk\.yaml is there already/);
  });

  test("a directory made by hand becomes its shortest block; mappers and federations of others are listed", async () => {
    await makeByTutorial(keycloak.admin, "hand", { url: URL, app: "otrs-app", roles: ["Agent"] });
    const add = async (component: object) => {
      const path = adminPath`/realms/hand/components`;
      return (await keycloak.admin.post(path, component)) ?? "";
    };
    const storage = (name: string, providerId: string, config: object) =>
      add({
        name,
        providerId,
        providerType: "org.keycloak.storage.UserStorageProvider",
        config: { ...config, enabled: ["false"] },
      });
    const parentId = await storage("acme", "ldap", {
      ...{ connectionUrl: ["ldaps://127.0.0.1:1"], usersDn: ["ou=people,dc=acme"], vendor: ["other"] },
      ...{ bindDn: ["cn=a,dc=acme"], bindCredential: ["Bind-Passw0rd-5"], authType: ["simple"] },
      ...{ usernameLDAPAttribute: ["uid"], rdnLDAPAttribute: ["uid"], uuidLDAPAttribute: ["entryUUID"] },
      ...{ userObjectClasses: ["person, inetOrgPerson"], editMode: ["READ_ONLY"], searchScope: ["2"] },
      ...{ priority: ["0"], importEnabled: ["true"], batchSizeForSync: ["1000"], pagination: ["true"] },
      ...{ connectionPooling: ["true"], useTruststoreSpi: ["always"], trustEmail: ["true"] },
    });
    const mapper = (name: string, providerId: string, config: object) =>
      add({ name, providerId, parentId, providerType: LDAP_MAPPER, config });
    await mapper("Telefon", "user-attribute-ldap-mapper", {
      ...{ "user.model.attribute": ["phone"], "ldap.attribute": ["telephoneNumber"] },
      ...{
        "read.only": ["true"],
        "always.read.value.from.ldap": ["true"],
        "is.mandatory.in.ldap": ["false"],
      },
    });
    await mapper("certificates", "certificate-ldap-mapper", {
      ...{ "user.model.attribute": ["cert"], "ldap.attribute": ["userCertificate"] },
    });
    await mapper("all", "hardcoded-ldap-role-mapper", { role: ["otrs-app.Agent"] });
    await storage("old", "ldap", {
      ...{ connectionUrl: ["ldap://127.0.0.1:1"], usersDn: ["ou=p"], vendor: ["other"], priority: ["5"] },
      ...{ usernameLDAPAttribute: ["uid"], rdnLDAPAttribute: ["uid"], uuidLDAPAttribute: ["entryUUID"] },
      ...{ userObjectClasses: ["person"], authType: ["none"], editMode: ["READ_ONLY"] },
    });

    const { code, stdout, stderr } = await run("--agents", "hand");
    assert.equal(code, 0, stderr);
    assert.ok(!`${stdout}${stderr}`.includes("Bind-Passw0rd-5"));
    const { agents } = parsePlain(stdout) as { agents: { ldap: object } };
    assert.deepEqual(agents.ldap, {
      ...{ vendor: "openldap", url: "ldaps://127.0.0.1:1", users: "ou=people,dc=acme", name: "acme" },
      bind: { dn: "cn=a,dc=acme", password: "${secret:bind}" },
      ...{ enabled: false, objectClasses: ["inetOrgPerson", "person"], trustEmail: true },
      sync: { full: "never", changed: "never" },
      attributes: { firstName: "cn", phone: "telephoneNumber" },
      roles: { Agent: "all" },
    });
    for (const line of [
      /# - agents realm hand: federation acme: mapper certificates is on the server and not in this spec/,
      /# - agents realm hand: federation acme: mapper Telefon is on the server and not in this spec/,
      /# - agents realm hand: federation acme: read timeout is 30000 ms in this spec and not set on the server/,
      /# - agents realm hand: user federation old \(ldap\), with 7 mappers, disabled/,
      /# - no server shows the secret bind: pulumi config set --secret/,
    ])
      assert.match(stdout, line);
  });

  test("what is not clear has to be said: exit code 2", async () => {
    await keycloak.admin.post("/realms", { realm: "plain", enabled: true });
    await keycloak.admin.post("/realms", { realm: "other", enabled: true });
    for (const clientId of ["one", "two"]) {
      await keycloak.admin.post(adminPath`/realms/other/clients`, { clientId, publicClient: true });
    }
    const said = async (...words: string[]) => {
      const { code, stdout, stderr } = await run(...words);
      assert.deepEqual([code, stdout], [2, ""]);
      return stderr;
    };
    assert.match(await said(), /name a realm with --realm/);
    assert.match(await said("--realm", "nowhere"), /error realm-unknown: There is no realm nowhere/);
    assert.match(await said("--realm", "plain"), /error layout-unclear: It is not clear who logs in/);
    assert.match(await said("--agents", "plain"), /error layout-unclear: The helpdesk's URL is not known/);
    assert.match(
      await said("--agents", "other"),
      /can be agents\.app: one, two\.\nhint: say which: --client/,
    );
    assert.match(
      await said("--agents", "plain", "--person", "ada"),
      /error person-unknown: No realm has ada/,
    );
    assert.match(
      await said("--agents", "plain", "--client", "agents.web=x"),
      /--client agents\.web=… has no such place: write one of agents\.app/,
    );
  });
});
