// What an administrator adds to our realms beyond the spec, each kind of it, on a real Keycloak.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { findUnmanaged } from "../../scripts/unmanaged/find.ts";
import type { UnmanagedKind } from "../../scripts/unmanaged/types.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { sampleModel } from "../support/sample-model.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { endsAndVendors } from "../support/versions.ts";

const MODEL = sampleModel();
const REALM = MODEL.realms.agents.realm;
const VENDORS_VERSION = "26.4.0";

interface Addition {
  readonly kind: UnmanagedKind;
  readonly by: (hand: Hand) => Promise<unknown>;
  /** What is found beyond what was found before. */
  readonly found: readonly string[];
  /** What is no longer found. */
  readonly gone?: readonly string[];
}

const at = (hand: Hand, path: string) => `${adminPath`/realms/${hand.realm}`}${path}`;
const create = (hand: Hand, path: string, body: object) => hand.admin.post(at(hand, path), body);

async function person(hand: Hand, username: string): Promise<string> {
  const id = await create(hand, "/users", { username, enabled: true });
  assert.ok(id);
  return id;
}

async function composite(hand: Hand, name: string, parts: readonly object[]): Promise<void> {
  await create(hand, "/roles", { name });
  await hand.admin.post(at(hand, `/roles/${name}/composites`), parts);
}

const MAPPER = {
  name: "groups",
  protocol: "openid-connect",
  protocolMapper: "oidc-group-membership-mapper",
  config: { "claim.name": "groups" },
};

const ADDITIONS: Readonly<Record<string, Addition>> = {
  "a client": {
    kind: "client",
    by: (hand) => create(hand, "/clients", { clientId: "grafana", serviceAccountsEnabled: true }),
    found: ["client grafana, with a service account"],
  },
  "a client scope": {
    kind: "client-scope",
    by: (hand) => create(hand, "/client-scopes", { name: "crm", protocol: "openid-connect" }),
    found: ["client scope crm"],
  },
  "a role that the helpdesk made of our client": {
    kind: "client-role",
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      await create(hand, `/clients/${id}/roles`, { name: "Agent (ext.)" });
    },
    found: ["client otrs-app: role Agent (ext.)"],
  },
  "a protocol mapper in Keycloak's own scope": {
    kind: "protocol-mapper",
    by: async (hand) => {
      const scopes = await hand.admin.get<{ id: string; name: string }[]>(at(hand, "/client-scopes"));
      const id = scopes.find(({ name }) => name === "profile")?.id;
      await create(hand, `/client-scopes/${id}/protocol-mappers/models`, MAPPER);
    },
    found: ["client scope profile: protocol mapper groups"],
  },
  "a realm role": {
    kind: "realm-role",
    by: (hand) => create(hand, "/roles", { name: "auditor" }),
    found: ["realm role auditor"],
  },
  "a group that everybody joins": {
    kind: "group",
    by: async (hand) => {
      const id = await create(hand, "/groups", { name: "Staff" });
      await hand.admin.put(at(hand, `/default-groups/${id}`), {});
    },
    found: ["group Staff, which every new person joins"],
  },
  "an identity provider": {
    kind: "identity-provider",
    by: (hand) =>
      create(hand, "/identity-provider/instances", {
        alias: "partner",
        providerId: "oidc",
        config: {
          ...{ authorizationUrl: "https://p.example/a", tokenUrl: "https://p.example/t" },
          ...{ clientId: "x", clientSecret: "y" },
        },
      }),
    found: ["identity provider partner (oidc)"],
  },
  "a user federation": {
    kind: "user-federation",
    by: (hand) =>
      create(hand, "/components", {
        name: "directory",
        providerId: "ldap",
        providerType: "org.keycloak.storage.UserStorageProvider",
        config: {
          ...{
            connectionUrl: ["ldap://127.0.0.1:1"],
            usersDn: ["ou=p"],
            vendor: ["other"],
            enabled: ["false"],
          },
          ...{ usernameLDAPAttribute: ["uid"], rdnLDAPAttribute: ["uid"], uuidLDAPAttribute: ["entryUUID"] },
          ...{ userObjectClasses: ["person"], authType: ["none"], editMode: ["READ_ONLY"] },
        },
      }),
    // Keycloak makes mappers by itself.
    found: ["user federation directory (ldap), with 7 mappers, disabled"],
  },
  "a user federation of another kind": {
    kind: "user-federation",
    by: (hand) =>
      create(hand, "/components", {
        name: "tickets",
        providerId: "kerberos",
        providerType: "org.keycloak.storage.UserStorageProvider",
        config: {
          ...{ kerberosRealm: ["ACME.EXAMPLE"], serverPrincipal: ["HTTP/x@ACME.EXAMPLE"], keyTab: ["/x"] },
          ...{ enabled: ["false"], editMode: ["UNSYNCED"], allowPasswordAuthentication: ["false"] },
        },
      }),
    // Keycloak lets browsers log in by Kerberos from then on.
    found: [
      "authentication flow browser: step auth-spnego is ALTERNATIVE instead of DISABLED",
      "user federation tickets (kerberos), disabled",
    ],
  },
  "a key": {
    kind: "key-provider",
    by: (hand) =>
      create(hand, "/components", {
        name: "second",
        providerId: "ecdsa-generated",
        providerType: "org.keycloak.keys.KeyProvider",
        config: { priority: ["200"] },
      }),
    found: ["key provider second (ecdsa-generated)"],
  },
  "a flow": {
    kind: "authentication-flow",
    by: (hand) => create(hand, "/authentication/flows/browser/copy", { newName: "ours" }),
    found: ["authentication flow ours"],
  },
  "a step of Keycloak's own flow": {
    kind: "authentication-flow",
    by: async (hand) => {
      const path = at(hand, "/authentication/flows/browser/executions");
      const steps = await hand.admin.get<{ providerId?: string }[]>(path);
      const cookie = steps.find(({ providerId }) => providerId === "auth-cookie");
      await hand.admin.put(path, { ...cookie, requirement: "DISABLED" });
    },
    found: ["authentication flow browser: step auth-cookie is DISABLED instead of ALTERNATIVE"],
  },
  "required actions": {
    kind: "required-action",
    by: async (hand) => {
      const path = (alias: string) => at(hand, `/authentication/required-actions/${alias}`);
      const totp = await hand.admin.get<object>(path("CONFIGURE_TOTP"));
      await hand.admin.put(path("CONFIGURE_TOTP"), { ...totp, defaultAction: true });
      const verify = await hand.admin.get<object>(path("VERIFY_EMAIL"));
      await hand.admin.put(path("VERIFY_EMAIL"), { ...verify, enabled: false });
    },
    found: [
      "required action CONFIGURE_TOTP is asked of every new person",
      "required action VERIFY_EMAIL is switched off",
    ],
  },
  "realm settings": {
    kind: "realm-setting",
    by: (hand) => hand.setRealm({ eventsListeners: ["jboss-logging", "email"], organizationsEnabled: true }),
    found: ["event listener email", "organizations are on"],
  },
  "a person with admin roles": {
    kind: "admin-access",
    by: async (hand) => {
      await person(hand, "ada");
      await hand.giveRoles("ada", "realm-management", ["manage-users", "view-users"]);
    },
    found: ["user ada has admin roles: manage-users, view-users"],
  },
  "a person of the spec and another's service account": {
    kind: "admin-access",
    by: async (hand) => {
      await hand.giveRoles("root@localhost", "realm-management", ["realm-admin"]);
      await hand.giveRoles("service-account-grafana", "realm-management", ["view-users"]);
    },
    found: [
      "user root@localhost has admin roles: realm-admin",
      "user service-account-grafana has admin roles: view-users",
    ],
  },
  "an admin role within a role within a role of our client": {
    kind: "admin-access",
    by: async (hand) => {
      await composite(hand, "inner", [await hand.role("realm-management", "manage-clients")]);
      const inner = await hand.admin.get<object>(at(hand, "/roles/inner"));
      const { id } = await hand.client("otrs-app");
      await hand.admin.post(at(hand, `/clients/${id}/roles/Agent/composites`), [inner]);
      await person(hand, "bob");
      await hand.giveRoles("bob", "otrs-app", ["Agent"]);
    },
    found: [
      "realm role inner",
      "user bob has admin roles: otrs-app/Agent",
      // The sample's own agent.
      "user root@localhost has admin roles: otrs-app/Agent, realm-admin",
    ],
    gone: ["user root@localhost has admin roles: realm-admin"],
  },
  "an admin role of a group, for somebody in a group below": {
    kind: "admin-access",
    by: async (hand) => {
      const ops = await create(hand, "/groups", { name: "Ops" });
      const { id } = await hand.client("realm-management");
      const role = await hand.role("realm-management", "manage-realm");
      await hand.admin.post(at(hand, `/groups/${ops}/role-mappings/clients/${id}`), [role]);
      const night = await create(hand, `/groups/${ops}/children`, { name: "Night" });
      const carol = await person(hand, "carol");
      await hand.admin.put(at(hand, `/users/${carol}/groups/${night}`), {});
    },
    found: [
      "group /Ops has admin roles: manage-realm",
      "group Ops, with 1 below it",
      "user carol has admin roles: manage-realm (group /Ops)",
    ],
  },
};

for (const version of endsAndVendors) {
  describe(`on Keycloak ${version}`, () => {
    const keycloak = inSuite(() => startKeycloak(version));
    before(() => applyDirectly(keycloak.admin, MODEL, { secret: () => "Initial-Passw0rd!" }));

    const prefix = `agents realm ${REALM}: `;
    const found = async () => {
      const all = await findUnmanaged(MODEL, keycloak.admin);
      return all.map(({ kind, text }) => ({ kind, text: text.replace(prefix, "") }));
    };

    /** What the test before has found. */
    let known: readonly string[] = [];

    test("a new layout holds nothing unknown", async () => {
      assert.deepEqual(await found(), []);
    });

    if (version !== VENDORS_VERSION) return;
    for (const [name, { kind, by, found: expected, gone = [] }] of Object.entries(ADDITIONS)) {
      test(`${name} is found`, async () => {
        const before = known;
        await by(new Hand(keycloak.admin, REALM));
        const after = await found();
        const texts = after.map(({ text }) => text);
        known = texts;
        assert.deepEqual(
          texts.filter((text) => !before.includes(text)),
          expected.toSorted(),
        );
        assert.deepEqual(
          before.filter((text) => !texts.includes(text)),
          gone,
        );
        assert.ok(after.some((one) => one.kind === kind && expected.includes(one.text)));
      });
    }
  });
}
