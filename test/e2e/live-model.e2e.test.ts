import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { readLiveModel } from "../../scripts/live/read-model.ts";
import { applyDirectly, removeDirectly } from "../support/apply-directly.ts";
import { CHANGES, MODEL, REALM } from "../support/changes-by-hand.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { endsAndVendors } from "../support/versions.ts";

const VENDORS_VERSION = "26.4.0";

for (const version of endsAndVendors) {
  describe(`on Keycloak ${version}`, () => {
    const keycloak = inSuite(() => startKeycloak(version));

    const differences = async () =>
      diffModels(MODEL, await readLiveModel(keycloak.admin, MODEL)).map(({ path, kind, from, to }) => {
        const whole = path.split("/").length === 1 || /^[a-z]+\/clients\/[a-z]+$/.test(path);
        return whole ? `${path} ${kind}` : `${path} ${kind} ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;
      });
    /** Both realms as the model says; one that is so already stays. */
    const fresh = async () => {
      const changed = new Set(
        diffModels(MODEL, await readLiveModel(keycloak.admin, MODEL)).map(({ segments }) => segments[0]),
      );
      const realms = Object.fromEntries(Object.entries(MODEL.realms).filter(([key]) => changed.has(key)));
      await removeDirectly(keycloak.admin, { ...MODEL, realms });
      await applyDirectly(keycloak.admin, { ...MODEL, realms }, { secret: () => "Initial-Passw0rd!" });
    };

    test("a server without the realms lacks both", async () => {
      assert.deepEqual(await differences(), ["agents removed", "customers removed"]);
    });

    test("what was applied is read back without a difference", async () => {
      await fresh();
      assert.deepEqual(await differences(), []);
    });

    if (version === VENDORS_VERSION) {
      for (const [name, change] of Object.entries(CHANGES)) {
        test(`a change by hand is seen: ${name}`, async () => {
          await fresh();
          await change.by(new Hand(keycloak.admin, REALM));
          assert.deepEqual(await differences(), change.seen);
        });
      }
    } else {
      // Versions differ in how they write things down, not in what a hand can do: all at once will do.
      test("changes by hand are seen, every one and nothing else", async () => {
        await fresh();
        const changes = Object.values(CHANGES).filter(({ alone }) => alone !== true);
        for (const { by } of changes) await by(new Hand(keycloak.admin, REALM));
        assert.deepEqual((await differences()).toSorted(), changes.flatMap(({ seen }) => seen).toSorted());
      });
    }

    test("a missing view-system is seen, and Keycloak's own way puts it back", async () => {
      const view = { name: "view-system" };
      const without = { ...MODEL.realms.agents, builtInClientRoles: {} };
      const api = without.clients["api"];
      const app = without.clients["app"];
      assert.ok(api && app);
      const roles = api.serviceAccountRoles["realm-management"]?.filter((role) => role !== view.name) ?? [];
      const clients = { app, api: { ...api, serviceAccountRoles: { "realm-management": roles } } };
      await removeDirectly(keycloak.admin, MODEL);
      await applyDirectly(keycloak.admin, {
        ...MODEL,
        realms: { ...MODEL.realms, agents: { ...without, clients } },
      });
      const lacking = [
        'agents/builtInClientRoles/realm-management removed "view-system" -> null',
        'agents/clients/api/serviceAccountRoles/realm-management removed "view-system" -> null',
      ];
      assert.deepEqual(await differences(), lacking);
      await keycloak.admin.postFor(adminPath`/realms/${REALM}/partialImport`, {
        ifResourceExists: "SKIP",
        roles: { client: { "realm-management": [view] } },
      });
      assert.deepEqual(await differences(), lacking.slice(1));
    });
  });
}
