// What people change in the console, by the Admin API, and which differences from the sample model that makes.

import { adminPath } from "../../infra/admin/client.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { directoryChanges, directoryParts } from "./directory-by-hand.ts";
import { attributeOf, type Hand } from "./hand.ts";
import { providerChanges, providerParts } from "./provider-by-hand.ts";
import { sampleModel } from "./sample-model.ts";

export const MODEL = withDirectory(sampleModel());
export const REALM = MODEL.realms.agents.realm;
const CUSTOMERS = MODEL.realms.customers.realm;

function withDirectory({ realms, ...model }: OtrsModel): OtrsModel {
  return {
    ...model,
    realms: { ...realms, customers: { ...realms.customers, ...directoryParts(), ...providerParts() } },
  };
}

export interface Change {
  readonly by: (hand: Hand) => Promise<unknown>;
  /** Each difference as `PATH KIND FROM -> TO`. */
  readonly seen: readonly string[];
  /** Touches what another change touches, too. */
  readonly alone?: true;
}

const SERVICE = "service-account-otrs-api";
const APP = "agents/clients/app";
export const CHANGES: Readonly<Record<string, Change>> = {
  ...directoryChanges(CUSTOMERS),
  ...providerChanges(CUSTOMERS),
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
    by: async (hand) => {
      const { attributes } = await hand.admin.get<{ attributes: object }>(adminPath`/realms/${REALM}`);
      await hand.setRealm({ attributes: { ...attributes, frontendUrl: "https://login.example" } });
    },
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
  "post-logout redirect URIs taken away, so that Keycloak takes the redirect URIs": {
    by: (hand) =>
      hand.setClient("otrs-app", ({ attributes }) => ({
        attributes: { ...attributes, "post.logout.redirect.uris": "" },
      })),
    seen: [
      `${APP}/postLogoutRedirectUris removed "http://127.0.0.1:3001/otrs/*" -> null`,
      `${APP}/postLogoutRedirectUris added null -> "+"`,
    ],
    alone: true,
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
      `${APP}/roles/Admin removed {"composites":[],"description":"Admin of the helpdesk"} -> null`,
      'agents/users/root@localhost/clientRoles/app removed "Admin" -> null',
    ],
  },
  "no role that the helpdesk has made": {
    alone: true,
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      await hand.admin.post(adminPath`/realms/${REALM}/clients/${id}/roles`, { name: "Agent (ext.)" });
    },
    seen: [],
  },
  "a role's description": {
    by: async (hand) => {
      const role = await hand.role("otrs-app", "Agent");
      const { id } = await hand.client("otrs-app");
      const path = adminPath`/realms/${REALM}/clients/${id}/roles/${"Agent"}`;
      await hand.admin.put(path, { ...role, description: "by hand" });
    },
    seen: [`${APP}/roles/Agent/description changed "Agent of the helpdesk" -> "by hand"`],
  },
  "a mightier role within a role": {
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      const path = adminPath`/realms/${REALM}/clients/${id}/roles/${"Agent"}/composites`;
      await hand.admin.post(path, [await hand.role("realm-management", "manage-users")]);
    },
    seen: [`${APP}/roles/Agent/composites added null -> "realm-management/manage-users"`],
  },
  "a role for everybody": {
    by: async (hand) => {
      const path = adminPath`/realms/${REALM}/roles/${`default-roles-${REALM}`}/composites`;
      await hand.admin.post(path, [await hand.role("otrs-app", "Agent")]);
    },
    seen: ['agents/defaultRoles added null -> "otrs-app/Agent"'],
  },
  "a role that everybody had": {
    by: async (hand) => {
      const path = adminPath`/realms/${REALM}/roles/${`default-roles-${REALM}`}/composites`;
      await hand.admin.delete(path, [await hand.role("account", "manage-account")]);
    },
    seen: ['agents/defaultRoles removed "account/manage-account" -> null'],
  },
  "a mapper that writes into tokens": {
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      await hand.admin.post(adminPath`/realms/${REALM}/clients/${id}/protocol-mappers/models`, {
        name: "always an agent",
        protocol: "openid-connect",
        protocolMapper: "oidc-hardcoded-role-mapper",
        config: { role: "otrs-app.Agent" },
      });
    },
    seen: [
      `${APP}/mappers/always an agent added null -> ` +
        '{"config":{"role":"otrs-app.Agent"},"type":"oidc-hardcoded-role-mapper"}',
    ],
  },
  "an optional scope taken away, and one made a default": {
    by: async (hand) => {
      const { id } = await hand.client("otrs-app");
      const path = adminPath`/realms/${REALM}/clients/${id}`;
      const scopes = await hand.admin.get<{ id: string; name: string }[]>(
        adminPath`/realms/${REALM}/client-scopes`,
      );
      const idOf = (name: string) => scopes.find((scope) => scope.name === name)?.id;
      await hand.admin.delete(`${path}/optional-client-scopes/${idOf("offline_access")}`);
      await hand.admin.delete(`${path}/optional-client-scopes/${idOf("phone")}`);
      await hand.admin.put(`${path}/default-client-scopes/${idOf("phone")}`, {});
    },
    seen: [
      `${APP}/defaultScopes added null -> "phone"`,
      `${APP}/optionalScopes removed "offline_access" -> null`,
      `${APP}/optionalScopes removed "phone" -> null`,
    ],
  },
  "another flow for logins": {
    by: async (hand) => {
      const path = adminPath`/realms/${REALM}/authentication/flows/${"browser"}/copy`;
      await hand.admin.post(path, { newName: "by hand" });
      await hand.setRealm({ browserFlow: "by hand" });
    },
    seen: ['agents/flows/browser changed "browser" -> "by hand"'],
  },
  "another flow for one client's logins": {
    by: async (hand) => {
      const flows = await hand.admin.get<{ id: string; alias: string }[]>(
        adminPath`/realms/${REALM}/authentication/flows`,
      );
      const registration = flows.find(({ alias }) => alias === "registration")?.id;
      await hand.setClient("otrs-app", () => ({
        authenticationFlowBindingOverrides: { browser: registration },
      }));
    },
    seen: [`${APP}/flowOverrides/browser changed null -> "registration"`],
  },
  "consent, and roles that tokens lack": {
    by: (hand) => hand.setClient("otrs-app", () => ({ consentRequired: true, fullScopeAllowed: false })),
    seen: [`${APP}/consentRequired changed false -> true`, `${APP}/fullScopeAllowed changed true -> false`],
  },
  "logout addresses": {
    by: (hand) =>
      hand.setClient("otrs-app", ({ attributes }) => ({
        frontchannelLogout: true,
        attributes: { ...attributes, "backchannel.logout.url": "https://other.example/logout" },
      })),
    seen: [
      `${APP}/backchannelLogoutUrl changed null -> "https://other.example/logout"`,
      `${APP}/frontchannelLogout changed false -> true`,
    ],
  },
  "algorithms of ID tokens and userinfo": {
    by: (hand) =>
      hand.setClient("otrs-app", ({ attributes }) => ({
        attributes: {
          ...attributes,
          "id.token.signed.response.alg": "ES256",
          "user.info.response.signature.alg": "RS256",
        },
      })),
    seen: [
      `${APP}/idTokenAlgorithm changed null -> "ES256"`,
      `${APP}/userinfoAlgorithm changed null -> "RS256"`,
    ],
  },
  "a client switched off": {
    by: (hand) => hand.setClient("otrs-api", () => ({ enabled: false })),
    seen: ["agents/clients/api/enabled changed true -> false"],
  },
  "passwords in clear": {
    by: (hand) => hand.setRealm({ sslRequired: "none" }),
    seen: ['agents/sslRequired changed "external" -> "none"'],
  },
  "what the login page offers": {
    by: (hand) =>
      hand.setRealm({
        rememberMe: false,
        resetPasswordAllowed: false,
        verifyEmail: true,
        editUsernameAllowed: true,
      }),
    seen: [
      "agents/login/editUsernameAllowed changed false -> true",
      "agents/login/rememberMe changed true -> false",
      "agents/login/resetPasswordAllowed changed true -> false",
      "agents/login/verifyEmail changed false -> true",
    ],
  },
  "how long sessions are kept offline, and codes are good": {
    by: (hand) => hand.setRealm({ offlineSessionIdleTimeout: 60, accessCodeLifespan: 3600 }),
    seen: [
      "agents/sessions/offlineSessionIdleTimeout changed 2592000 -> 60",
      "agents/tokens/accessCodeLifespan changed 60 -> 3600",
    ],
  },
  "refresh tokens that work once": {
    by: (hand) => hand.setRealm({ revokeRefreshToken: true, refreshTokenMaxReuse: 3 }),
    seen: [
      "agents/tokens/refreshTokenMaxReuse changed 0 -> 3",
      "agents/tokens/revokeRefreshToken changed false -> true",
    ],
  },
  "other themes": {
    by: (hand) => hand.setRealm({ accountTheme: "keycloak.v3", emailTheme: "keycloak" }),
    seen: [
      'agents/themes/account changed null -> "keycloak.v3"',
      'agents/themes/email changed null -> "keycloak"',
    ],
  },
  "another language by default": {
    by: (hand) => hand.setRealm({ defaultLocale: "de" }),
    seen: ['agents/locales/default changed "en" -> "de"'],
  },
  "an attribute of the profile": {
    by: (hand) =>
      hand.setProfile((config) => {
        config.attributes.push({
          name: "pet",
          validations: {},
          permissions: { view: ["admin", "user"], edit: ["admin", "user"] },
        });
      }),
    seen: [
      'agents/profile/attributes/pet added null -> {"annotations":{},"displayName":"","edit":["admin","user"],' +
        '"group":null,"multivalued":false,"requiredFor":[],"validations":{},"view":["admin","user"]}',
    ],
  },
  "who may see an attribute, and several values of one": {
    by: (hand) =>
      hand.setProfile((config) => {
        const phone = attributeOf(config, "phone");
        phone.permissions.view = ["admin"];
        phone.permissions.edit = ["admin"];
        phone.multivalued = true;
      }),
    seen: [
      'agents/profile/attributes/phone/edit removed "user" -> null',
      "agents/profile/attributes/phone/multivalued changed false -> true",
      'agents/profile/attributes/phone/view removed "user" -> null',
    ],
  },
  "an administrator among the people": {
    by: (hand) => hand.giveRoles("root@localhost", "realm-management", ["realm-admin"]),
    seen: ['agents/users/root@localhost/clientRoles/realm-management added null -> "realm-admin"'],
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
