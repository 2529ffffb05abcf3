// What the vendor's tutorial says, point by point, of both realms of the shortest spec.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RealmKey } from "../../infra/model/types.ts";
import { expand, goodSpec } from "../support/good-spec.ts";

const { model, origins, loginRoles } = expand(goodSpec("test/samples/good/minimal.yaml").text);
const NAMES = { agents: "otrs-agents", customers: "otrs-customer-users" };
const GATES = { agents: "Agent", customers: "Customer User" };

for (const key of ["agents", "customers"] as const satisfies readonly RealmKey[]) {
  const realm = model.realms[key];
  const { app, api } = realm.clients;
  assert.ok(app && api);

  describe(`the ${key} realm`, () => {
    test("has the vendor's name and is open", () => {
      assert.equal(realm.realm, NAMES[key]);
      assert.equal(realm.enabled, true);
    });

    test("has unmanaged attributes enabled", () => {
      assert.equal(realm.profile.unmanagedAttributes, "ENABLED");
    });

    test("has lost two validators, and nothing else of Keycloak's default profile", () => {
      const both = ["admin", "user"];
      const own = { view: both, edit: both, multivalued: false, group: null, annotations: {} };
      const { username, email, firstName, lastName } = realm.profile.attributes;
      assert.deepEqual(username, {
        ...own,
        displayName: "${username}",
        requiredFor: [],
        // up-username-not-idn-homograph is gone.
        validations: { length: { min: "3", max: "255" }, "username-prohibited-characters": {} },
      });
      assert.deepEqual(email, {
        ...own,
        displayName: "${email}",
        requiredFor: ["user"],
        validations: { email: {}, length: { max: "255" } },
      });
      for (const [name, attribute] of Object.entries({ firstName, lastName })) {
        assert.deepEqual(attribute, {
          ...own,
          displayName: `\${${name}}`,
          requiredFor: ["user"],
          // person-name-prohibited-characters is gone.
          validations: { length: { max: "255" } },
        });
      }
      assert.deepEqual(Object.keys(realm.profile.groups), ["user-metadata"]);
    });

    test("has view-system in realm-management, and no other role there of ours", () => {
      assert.deepEqual(realm.builtInClientRoles, { "realm-management": ["view-system"] });
    });

    test("has otrs-app, public, with the standard flow only", () => {
      assert.equal(app.clientId, "otrs-app");
      assert.equal(app.access, "public");
      assert.deepEqual(
        [
          app.standardFlow,
          app.implicitFlow,
          app.directAccessGrants,
          app.serviceAccount,
          app.deviceAuthorizationGrant,
        ],
        [true, false, false, false, false],
      );
      assert.deepEqual(app.serviceAccountRoles, {});
      assert.equal(app.pkce, null);
    });

    test("has otrs-api, confidential, with the standard flow and a service account of six roles", () => {
      assert.equal(api.clientId, "otrs-api");
      assert.equal(api.access, "confidential");
      assert.deepEqual(
        [
          api.standardFlow,
          api.implicitFlow,
          api.directAccessGrants,
          api.serviceAccount,
          api.deviceAuthorizationGrant,
        ],
        [true, false, false, true, false],
      );
      assert.deepEqual(api.serviceAccountRoles, {
        "realm-management": [
          "manage-clients",
          "manage-users",
          "query-users",
          "view-clients",
          "view-system",
          "view-users",
        ],
      });
      assert.deepEqual(api.redirectUris, app.redirectUris);
    });

    test("has the role that lets people in, as a role of otrs-app", () => {
      assert.deepEqual(Object.keys(app.roles), [GATES[key]]);
      assert.equal(loginRoles[key], GATES[key]);
    });

    test("has redirect URIs below the helpdesk's URL only, marked as inferred", () => {
      assert.deepEqual(app.redirectUris, ["https://otrs.acme.example/*"]);
      for (const list of ["redirectUris", "webOrigins", "postLogoutRedirectUris"]) {
        const origin = origins.get(`realms/${key}/clients/app/${list}`);
        assert.ok(origin?.kind === "preset" && origin.source === "inferred", list);
      }
    });

    test("lets nobody register, and has nobody in it", () => {
      assert.equal(realm.login.registrationAllowed, false);
      assert.deepEqual(realm.users, {});
    });
  });
}

test("customers have a customerid, required, which administrators alone edit; agents have none", () => {
  const { customerid } = model.realms.customers.profile.attributes;
  assert.deepEqual([customerid?.requiredFor, customerid?.edit], [["admin", "user"], ["admin"]]);
  assert.deepEqual(customerid?.view, ["admin", "user"]);
  assert.equal(model.realms.agents.profile.attributes["customerid"], undefined);
});

test("every attribute of the vendor's list can be declared, and says who reads and edits it", () => {
  const list = ["title", "phone", "comment", "fax", "mobile", "street", "zip", "city", "country"];
  const beyond = ["second_customer_ids", "userSMIMECertificate", "DynamicField_Name_X"];
  const attributes = [...list, ...beyond].map((name) => `${name}: {}`).join(", ");
  const spec = `helpdesk: otrs\nurl: https://otrs.acme.example\ncustomers: { attributes: { ${attributes} } }\n`;
  const declared = expand(spec).model.realms.customers.profile.attributes;
  const edits = (name: string) => declared[name]?.edit;
  for (const name of list.filter((one) => one !== "comment"))
    assert.deepEqual(edits(name), ["admin", "user"], name);
  for (const name of ["comment", ...beyond]) assert.deepEqual(edits(name), ["admin"], name);
  assert.deepEqual(declared["comment"]?.view, ["admin"]);
  for (const name of [...list, ...beyond]) assert.deepEqual(declared[name]?.requiredFor, [], name);
});

test("what the spec names comes in the vendor's place", () => {
  const { model: full, loginRoles: gates } = expand(goodSpec("test/samples/good/every-key.yaml").text);
  const { agents } = full.realms;
  assert.equal(gates.agents, "Mitarbeiter");
  assert.deepEqual(Object.keys(agents.clients["app"]?.roles ?? {}), ["Mitarbeiter", "Leitung"]);
  assert.equal(agents.clients["app"]?.clientId, "desk-app");
  assert.deepEqual(agents.users["ada"]?.clientRoles, { app: ["Leitung", "Mitarbeiter"] });
  assert.deepEqual(agents.users["ada"]?.temporaryPassword, { kind: "env", name: "ADA_PASSWORD" });
  assert.equal(full.url, "https://desk.acme.example/otrs");
});
