// Each setting of a directory, changed by a hand on a real Keycloak, is seen; no directory answers, or is asked.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { listFederations, listMappers } from "../../infra/admin/federations.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import { readLiveModel } from "../../scripts/live/read-model.ts";
import { federationConfig } from "../../scripts/realm-import/federation.ts";
import { applyDirectly, removeDirectly } from "../support/apply-directly.ts";
import { inSuite } from "../support/in-suite.ts";
import { federatedModel, sampleFederation } from "../support/sample-federation.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { endsAndVendors } from "../support/versions.ts";

const { customers } = federatedModel().realms;
const MODEL = { ...federatedModel(), realms: { customers } };
const { realm } = customers;
const WHOLE = sampleFederation();
const secret = () => "Directory-Passw0rd!";

/** One other value for each setting; the end of a window is no server's. */
const OTHERS: Omit<FederationModel, "mappers" | "writableUntil" | "name"> = {
  enabled: false,
  priority: 5,
  vendor: "AD",
  connectionUrl: "ldaps://other.acme.example",
  bind: null,
  usersDn: "ou=others,dc=acme,dc=example",
  relativeCreateDn: null,
  usernameAttribute: "cn",
  rdnAttribute: "cn",
  uuidAttribute: "uid",
  objectClasses: ["inetOrgPerson", "organizationalPerson"],
  filter: null,
  searchScope: "ONE_LEVEL",
  startTls: false,
  useTruststore: "NEVER",
  connectionPooling: false,
  connectTimeout: null,
  readTimeout: 1000,
  pagination: false,
  editMode: "WRITABLE",
  importEnabled: false,
  syncRegistrations: true,
  batchSize: 10,
  fullSyncPeriod: null,
  changedSyncPeriod: 60,
  cache: {
    policy: "NO_CACHE",
    evictionDay: 2,
    evictionHour: null,
    evictionMinute: 31,
    maxLifespan: null,
  },
  trustEmail: true,
  validatePasswordPolicy: false,
  usePasswordModifyExtendedOp: true,
  kerberos: false,
  kerberosForPasswords: true,
  kerberosPrincipalAttribute: "userPrincipalName",
  debug: true,
};

for (const version of endsAndVendors.slice(1)) {
  describe(`on Keycloak ${version}`, () => {
    const keycloak = inSuite(() => startKeycloak(version));
    before(() => applyDirectly(keycloak.admin, MODEL, { secret }));
    const component = adminPath`/realms/${realm}/components`;
    const differences = async () =>
      diffModels(MODEL, await readLiveModel(keycloak.admin, MODEL)).map(({ path }) =>
        path.replace("customers/federations/ldap/", ""),
      );
    const federation = async () =>
      (await listFederations(keycloak.admin, realm))[0] ?? assert.fail("no federation");
    const put = async (config: object) => {
      const { id, ...found } = await federation();
      await keycloak.admin.put(`${component}/${id}`, { ...found, id, config });
    };

    test("what was applied is read back without a difference", async () => {
      assert.deepEqual(await differences(), []);
    });

    test("every setting that a hand changes is seen, and nothing else", async () => {
      for (const [key, value] of Object.entries(OTHERS)) {
        if (JSON.stringify(value) === JSON.stringify(WHOLE[key as keyof FederationModel])) continue;
        await put(federationConfig({ ...WHOLE, [key]: value } as FederationModel, secret));
        const seen = (await differences()).map((path) => path.split("/")[0]);
        // Keycloak itself changes the mapper of user names with it.
        assert.deepEqual([...new Set(seen)], key === "usernameAttribute" ? ["mappers", key] : [key]);
      }
      await put(federationConfig(WHOLE, secret));
      assert.deepEqual(await differences(), []);
    });

    test("two mappers of one name are one too many", async () => {
      const { id } = await federation();
      const found = (await listMappers(keycloak.admin, realm, id)).find(({ name }) => name === "phone");
      const { id: _, ...again } = found ?? assert.fail("no mapper");
      const added = await keycloak.admin.post(component, again);
      assert.deepEqual(await differences(), ["mappers/phone (2)"]);
      await keycloak.admin.delete(`${component}/${added}`);
    });

    test("a directory and a group that are gone are seen", async () => {
      const group = await keycloak.admin.get<{ id: string }>(
        adminPath`/realms/${realm}/group-by-path/Helpdesk`,
      );
      await keycloak.admin.delete(adminPath`/realms/${realm}/groups/${group.id}`);
      await keycloak.admin.delete(`${component}/${(await federation()).id}`);
      assert.deepEqual(await differences(), ["customers/federations/ldap", "customers/groups/Helpdesk"]);
      await removeDirectly(keycloak.admin, MODEL);
    });
  });
}
