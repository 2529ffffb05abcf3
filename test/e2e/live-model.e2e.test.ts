import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { readLiveModel } from "../../scripts/live/read-model.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { applyDirectly, removeDirectly } from "../support/apply-directly.ts";
import { attributeOf, Hand } from "../support/hand.ts";
import { sampleModel } from "../support/sample-model.ts";
import { adminOf, startKeycloak, TESTED_VERSIONS } from "../support/test-keycloak.ts";

const MODEL = sampleModel();
const VENDORS_VERSION = "26.4.0";
const REALM = MODEL.realms.agents.realm;
const CUSTOMERS = MODEL.realms.customers.realm;

interface Change {
  readonly by: (hand: Hand) => Promise<unknown>;
  /** Each difference as `PATH KIND FROM -> TO`. */
  readonly seen: readonly string[];
  /** Touches what another change touches, too. */
  readonly alone?: true;
}

const SERVICE = "service-account-otrs-api";
const APP = "agents/clients/app";
const CHANGES: Readonly<Record<string, Change>> = {
  "a login setting": {
    by: (hand) => hand.setRealm({ registrationAllowed: true }),
    seen: ["agents/login/registrationAllowed changed false -> true"],
  },
  "a realm that was switched off": {
    by: (hand) => hand.setRealm({ enabled: false }),
    seen: ["agents/enabled changed true -> false"],
  },
  "a lifetime": {
    by: (hand) => hand.setRealm({ accessTokenLifespan: 3600, ssoSessionIdleTimeout: 60 }),
    seen: [
      "agents/sessions/ssoSessionIdleTimeout changed 1800 -> 60",
      "agents/tokens/accessTokenLifespan changed 300 -> 3600",
    ],
  },
  "brute-force protection": {
    by: (hand) => hand.setRealm({ bruteForceProtected: false, failureFactor: 30 }),
    seen: [
      "agents/bruteForce/enabled changed true -> false",
      "agents/bruteForce/maxLoginFailures changed 10 -> 30",
    ],
  },
  "display name, theme, password policy": {
    by: (hand) => hand.setRealm({ displayName: "", loginTheme: "", passwordPolicy: "" }),
    seen: [
      'agents/displayName changed "ACME agents" -> null',
      'agents/passwordPolicy changed "length(12) and notUsername(undefined)" -> null',
      'agents/themes/login changed "keycloak.v2" -> null',
    ],
  },
  locales: {
    by: (hand) => hand.setRealm({ supportedLocales: ["en", "fr"] }),
    seen: ['agents/locales/supported removed "de" -> null', 'agents/locales/supported added null -> "fr"'],
  },
  "internationalization switched off": {
    alone: true,
    by: (hand) => hand.setRealm({ internationalizationEnabled: false }),
    seen: ['agents/locales changed {"default":"en","supported":["de","en"]} -> null'],
  },
  "the mail server": {
    by: (hand) =>
      hand.setRealm({ smtpServer: { host: "other.example", from: "a@b.example", auth: "false" } }),
    seen: [
      'agents/smtp/auth changed {"password":{"kind":"secret","name":"smtp"},"username":"helpdesk"} -> null',
      'agents/smtp/from changed "helpdesk@acme.example" -> "a@b.example"',
      'agents/smtp/fromDisplayName changed "ACME Helpdesk" -> null',
      'agents/smtp/host changed "mail.acme.example" -> "other.example"',
      "agents/smtp/port changed 587 -> 25",
      "agents/smtp/starttls changed true -> false",
    ],
  },
  "the fixed public URL": {
    by: (hand) => hand.setRealm({ attributes: { frontendUrl: "https://login.example" } }),
    seen: ['agents/frontendUrl changed null -> "https://login.example"'],
  },
  "a validator put back": {
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "username").validations["up-username-not-idn-homograph"] = {};
      }),
    seen: ["agents/profile/attributes/username/validations/up-username-not-idn-homograph added null -> {}"],
  },
  "a validator's limit": {
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "username").validations["length"] = { min: 5, max: 255 };
      }),
    seen: ['agents/profile/attributes/username/validations/length/min changed "3" -> "5"'],
  },
  "who may edit an attribute": {
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "customerid").permissions.edit = ["admin", "user"];
      }, CUSTOMERS),
    seen: ['customers/profile/attributes/customerid/edit added null -> "user"'],
  },
  "who must fill in an attribute": {
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "customerid").required = { roles: ["admin"] };
      }, CUSTOMERS),
    seen: ['customers/profile/attributes/customerid/requiredFor removed "user" -> null'],
  },
  "nothing, where everybody is written as nobody in particular": {
    alone: true,
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "customerid").required = {};
      }, CUSTOMERS),
    seen: [],
  },
  "an attribute's group, and an attribute gone": {
    by: (hand) =>
      hand.setProfile((config) => {
        attributeOf(config, "phone").group = "user-metadata";
        config.attributes = config.attributes.filter(({ name }) => name !== "title");
      }, CUSTOMERS),
    seen: [
      'customers/profile/attributes/phone/group changed null -> "user-metadata"',
      'customers/profile/attributes/title removed {"annotations":{},"displayName":"Title","edit":["admin","user"],' +
        '"group":null,"multivalued":false,"requiredFor":[],"validations":{},"view":["admin","user"]} -> null',
    ],
  },
  "the order of the forms": {
    alone: true,
    by: (hand) =>
      hand.setProfile((config) => {
        config.attributes.reverse();
      }),
    seen: [
      'agents/profile/order changed ["username","email","firstName","lastName","phone"] -> ' +
        '["phone","lastName","firstName","email","username"]',
    ],
  },
  "the policy for unmanaged attributes": {
    by: (hand) =>
      hand.setProfile((config) => {
        delete config.unmanagedAttributePolicy;
      }),
    seen: ['agents/profile/unmanagedAttributes changed "ENABLED" -> "DISABLED"'],
  },
  "redirect URIs": {
    by: (hand) => hand.setClient("otrs-app", () => ({ redirectUris: ["https://other.example/*"] })),
    seen: [
      `${APP}/redirectUris removed "http://127.0.0.1:3001/otrs/*" -> null`,
      `${APP}/redirectUris added null -> "https://other.example/*"`,
    ],
  },
  "post-logout redirect URIs and web origins": {
    by: (hand) =>
      hand.setClient("otrs-app", ({ attributes }) => ({
        attributes: {
          ...attributes,
          "post.logout.redirect.uris": "http://127.0.0.1:3001/otrs/*##https://x/*",
        },
        webOrigins: ["+"],
      })),
    seen: [
      `${APP}/postLogoutRedirectUris added null -> "https://x/*"`,
      `${APP}/webOrigins removed "http://127.0.0.1:3001" -> null`,
      `${APP}/webOrigins added null -> "+"`,
    ],
  },
  "a client made confidential": {
    by: (hand) => hand.setClient("otrs-app", () => ({ publicClient: false })),
    seen: [`${APP}/access changed "public" -> "confidential"`],
  },
  flows: {
    by: (hand) =>
      hand.setClient("otrs-app", ({ attributes }) => ({
        directAccessGrantsEnabled: true,
        implicitFlowEnabled: true,
        standardFlowEnabled: false,
        attributes: { ...attributes, "oauth2.device.authorization.grant.enabled": "true" },
      })),
    seen: [
      `${APP}/deviceAuthorizationGrant changed false -> true`,
      `${APP}/directAccessGrants changed false -> true`,
      `${APP}/implicitFlow changed false -> true`,
      `${APP}/standardFlow changed true -> false`,
    ],
  },
  PKCE: {
    by: (hand) =>
      hand.setClient("otrs-app", ({ attributes }) => ({
        attributes: { ...attributes, "pkce.code.challenge.method": "S256" },
      })),
    seen: [`${APP}/pkce changed null -> "S256"`],
  },
  "a client's name and URLs": {
    by: (hand) =>
      hand.setClient("otrs-app", () => ({
        name: "",
        rootUrl: "https://r",
        baseUrl: "/b",
        adminUrl: "https://a",
      })),
    seen: [
      `${APP}/adminUrl changed null -> "https://a"`,
      `${APP}/baseUrl changed null -> "/b"`,
      `${APP}/name changed "OTRS" -> null`,
      `${APP}/rootUrl changed null -> "https://r"`,
    ],
  },
  "a default scope removed": {
    by: (hand) => hand.removeScope("otrs-app", "email"),
    seen: [`${APP}/defaultScopes removed "email" -> null`],
  },
  "a role deleted": {
    alone: true,
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      await hand.admin.delete(adminPath`/realms/${REALM}/clients/${id}/roles/${"Admin"}`);
    },
    seen: [
      `${APP}/roles/Admin removed {"description":"Admin of the helpdesk"} -> null`,
      'agents/users/root@localhost/clientRoles/app removed "Admin" -> null',
    ],
  },
  "a role added": {
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      await hand.admin.post(adminPath`/realms/${REALM}/clients/${id}/roles`, { name: "Agent (ext.)" });
    },
    seen: [`${APP}/roles/Agent (ext.) added null -> {"description":null}`],
  },
  "a service account's role taken away, and a mightier one given": {
    by: async (hand) => {
      await hand.takeRoles(SERVICE, "realm-management", ["view-users"]);
      await hand.giveRoles(SERVICE, "realm-management", ["realm-admin"]);
    },
    seen: [
      'agents/clients/api/serviceAccountRoles/realm-management removed "view-users" -> null',
      'agents/clients/api/serviceAccountRoles/realm-management added null -> "realm-admin"',
    ],
  },
  "a person switched off, with another address": {
    by: (hand) => hand.setUser("root@localhost", { enabled: false, email: "x@acme.example", lastName: "" }),
    seen: [
      'agents/users/root@localhost/email changed "root@acme.example" -> "x@acme.example"',
      "agents/users/root@localhost/enabled changed true -> false",
      'agents/users/root@localhost/lastName changed "Admin" -> null',
    ],
  },
  "nothing, where a person has chosen a language": {
    alone: true,
    by: (hand) => hand.setUser("root@localhost", { attributes: { phone: ["+49 30 1"], locale: ["de"] } }),
    seen: [],
  },
  "a person's attribute": {
    by: (hand) => hand.setUser("root@localhost", { attributes: { phone: ["+49 30 2"] } }),
    seen: [
      'agents/users/root@localhost/attributes/phone removed "+49 30 1" -> null',
      'agents/users/root@localhost/attributes/phone added null -> "+49 30 2"',
    ],
  },
  "a person's role taken away": {
    by: (hand) => hand.takeRoles("root@localhost", "otrs-app", ["Admin", "Agent"]),
    seen: [
      'agents/users/root@localhost/clientRoles/app removed "Admin" -> null',
      'agents/users/root@localhost/clientRoles/app removed "Agent" -> null',
    ],
  },
  "a client deleted": {
    alone: true,
    by: async (hand) => {
      const { id } = await hand.client("otrs-api");
      await hand.admin.delete(adminPath`/realms/${REALM}/clients/${id}`);
    },
    seen: ["agents/clients/api removed"],
  },
  "a realm deleted": {
    alone: true,
    by: (hand) => hand.admin.delete(adminPath`/realms/${CUSTOMERS}`),
    seen: ["customers removed"],
  },
};

for (const version of TESTED_VERSIONS) {
  describe(`on Keycloak ${version}`, () => {
    let keycloak: Keycloak;
    let admin: AdminClient;
    before(async () => {
      keycloak = await startKeycloak(version);
      admin = new AdminClient(adminOf(keycloak));
    });
    after(() => keycloak?.[Symbol.asyncDispose]());

    const differences = async () =>
      diffModels(MODEL, await readLiveModel(admin, MODEL)).map(({ path, kind, from, to }) => {
        const whole = path.split("/").length === 1 || /^[a-z]+\/clients\/[a-z]+$/.test(path);
        return whole ? `${path} ${kind}` : `${path} ${kind} ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;
      });
    /** Both realms as the model says; one that is so already stays. */
    const fresh = async () => {
      const changed = new Set(
        diffModels(MODEL, await readLiveModel(admin, MODEL)).map(({ segments }) => segments[0]),
      );
      const realms = Object.fromEntries(Object.entries(MODEL.realms).filter(([key]) => changed.has(key)));
      await removeDirectly(admin, { ...MODEL, realms });
      await applyDirectly(admin, { ...MODEL, realms }, { secret: () => "Initial-Passw0rd!" });
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
          await change.by(new Hand(admin, REALM));
          assert.deepEqual(await differences(), change.seen);
        });
      }
    } else {
      // Versions differ in how they write things down, not in what a hand can do: all at once will do.
      test("changes by hand are seen, every one and nothing else", async () => {
        await fresh();
        const changes = Object.values(CHANGES).filter(({ alone }) => alone !== true);
        for (const { by } of changes) await by(new Hand(admin, REALM));
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
      await removeDirectly(admin, MODEL);
      await applyDirectly(admin, {
        ...MODEL,
        realms: { ...MODEL.realms, agents: { ...without, clients } },
      });
      const lacking = [
        'agents/builtInClientRoles/realm-management removed "view-system" -> null',
        'agents/clients/api/serviceAccountRoles/realm-management removed "view-system" -> null',
      ];
      assert.deepEqual(await differences(), lacking);
      await admin.postFor(adminPath`/realms/${REALM}/partialImport`, {
        ifResourceExists: "SKIP",
        roles: { client: { "realm-management": [view] } },
      });
      assert.deepEqual(await differences(), lacking.slice(1));
    });
  });
}
