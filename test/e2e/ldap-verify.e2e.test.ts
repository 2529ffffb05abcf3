// `deskrealm verify` on a realm with a directory: what it claims, and what it says where that is not so.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { listFederations, listMappers } from "../../infra/admin/federations.ts";
import type { CheckResult } from "../../scripts/verify/check.ts";
import { applyWithDirectory } from "../support/apply-with-directory.ts";
import { DIRECTORY_PASSWORD } from "../support/directory-people.ts";
import { DirectoryWorld, STACK } from "../support/directory-world.ts";
import { inSuite } from "../support/in-suite.ts";
import { SambaAd } from "../support/samba-ad.ts";

const REALM = "verified";

describe("verify, on a realm with an Active Directory", () => {
  const world = inSuite(() => DirectoryWorld.create());
  const samba = inSuite(() => SambaAd.start({ authority: world.keycloak.authority }));
  before(async () => {
    const more = `    ca: ca.pem\n    roles: { Customer User: "CN=Helpdesk,${samba.groups}" }\n`;
    const model = world.spec(samba, REALM, { more });
    const { customers } = model.realms;
    await applyWithDirectory(world.keycloak.admin, customers, `deskrealm/${STACK}`, samba.bind.password);
  });

  /** The directory's checks of the realm and its probe, those that are fine by their status alone. */
  const verify = async (username: string) => {
    const person = ["--ldap-user", username, "--ldap-realm", "customers"];
    const words = ["verify", "spec.yaml", "--json", "--stack", STACK, ...person];
    const { stdout, stderr } = await world.run(words, samba.bind.password, {
      DESKREALM_LDAP_PASSWORD: DIRECTORY_PASSWORD,
    });
    assert.match(stdout, /^\{/, stderr);
    const { checks } = JSON.parse(stdout) as { checks: CheckResult[] };
    const ours = checks.filter(({ realm, check }) => realm === REALM && /^(directory|probe)/.test(check));
    return Object.fromEntries(
      ours.map(({ check, status, why }) => [check, status === "ok" ? "ok" : `${status}: ${why}`]),
    );
  };

  test("grace, of a group within the helpdesk's, logs in with her own first name and the group's role", async () => {
    assert.deepEqual(await verify("grace"), {
      directory: "ok",
      "directory-mode": "ok",
      "directory-mapping": "ok",
      probe: "ok",
      "directory-login": "ok",
      "directory-entry": "ok",
      "directory-claims": "ok",
      "directory-roles": "ok",
    });
  });

  test("who is disabled in the directory, or in none of the groups, is told so", async () => {
    const gone = await verify("gone");
    assert.match(gone["directory-login"] ?? "", /^failed/);
    assert.match((await verify("alan"))["directory-roles"] ?? "", /none of the groups/);
  });

  test("an edit mode, a mapper and a password that were changed on the server are told, and nobody is made there", async () => {
    const [federation = assert.fail("no federation")] = await listFederations(world.keycloak.admin, REALM);
    const path = adminPath`/realms/${REALM}/components/${federation.id}`;
    const mappers = await listMappers(world.keycloak.admin, REALM, federation.id);
    const first = mappers.find(({ config }) => config?.["user.model.attribute"]?.[0] === "firstName");
    assert.ok(first);
    const config = { ...first.config, "ldap.attribute": ["cn"] };
    await world.keycloak.admin.put(adminPath`/realms/${REALM}/components/${first.id}`, { ...first, config });
    await world.keycloak.admin.put(path, {
      ...federation,
      config: {
        ...federation.config,
        editMode: ["WRITABLE"],
        syncRegistrations: ["true"],
        bindCredential: ["another-password"],
      },
    });
    const found = await verify("grace");
    assert.match(found["directory"] ?? "", /^failed: Keycloak says AuthenticationFailure/);
    assert.match(found["directory-mode"] ?? "", /^failed: Keycloak writes to it/);
    assert.match(
      found["directory-mapping"] ?? "",
      /^failed: firstName comes from cn, and not from givenName/,
    );
    assert.match(found["probe"] ?? "", /^not-tried: whoever is made now, Keycloak writes into the directory/);
  });
});
