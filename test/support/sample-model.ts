// OTRS's two realms as a model, written by hand after the vendor's text, for tests that need no spec.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type {
  ClientModel,
  ProfileAttribute,
  ProfileRole,
  RealmModel,
  UserModel,
  UserProfile,
} from "../../infra/model/types.ts";

const HELPDESK = "http://127.0.0.1:3001/otrs";

/** A helpdesk with the vendor's whole layout; realm names end in `suffix`, so that tests can share a server. */
export function sampleModel(suffix = ""): OtrsModel {
  return {
    key: "otrs",
    product: "otrs",
    url: HELPDESK,
    realms: {
      agents: realm(`otrs-agents${suffix}`, {
        displayName: "ACME agents",
        profile: profile({ phone: attribute("Phone", { edit: ["admin", "user"] }) }),
        clients: { app: app(["Agent", "Admin"]), api: api() },
        users: { "root@localhost": root() },
      }),
      customers: realm(`otrs-customer-users${suffix}`, {
        displayName: "ACME customers",
        profile: profile({
          customerid: attribute("CustomerID", { requiredFor: ["admin", "user"], edit: ["admin"] }),
          title: attribute("Title", { edit: ["admin", "user"] }),
          phone: attribute("Phone", { edit: ["admin", "user"] }),
        }),
        clients: { app: app(["Customer User"]), api: api() },
        users: {},
      }),
    },
  };
}

function realm(
  name: string,
  parts: Pick<RealmModel, "displayName" | "profile" | "clients" | "users">,
): RealmModel {
  return {
    realm: name,
    enabled: true,
    displayNameHtml: null,
    frontendUrl: null,
    sslRequired: "external",
    passwordPolicy: "length(12) and notUsername(undefined)",
    login: {
      registrationAllowed: false,
      registrationEmailAsUsername: false,
      editUsernameAllowed: false,
      resetPasswordAllowed: true,
      rememberMe: true,
      verifyEmail: false,
      loginWithEmailAllowed: true,
      duplicateEmailsAllowed: false,
      userManagedAccess: false,
    },
    themes: { login: "keycloak.v2", account: null, admin: null, email: null },
    locales: { supported: ["de", "en"], default: "en" },
    smtp: {
      host: "mail.acme.example",
      port: 587,
      from: "helpdesk@acme.example",
      fromDisplayName: "ACME Helpdesk",
      replyTo: null,
      replyToDisplayName: null,
      envelopeFrom: null,
      starttls: true,
      ssl: false,
      auth: { username: "helpdesk", password: { kind: "secret", name: "smtp" } },
    },
    tokens: {
      accessTokenLifespan: 300,
      accessCodeLifespan: 60,
      accessCodeLifespanLogin: 1800,
      accessCodeLifespanUserAction: 300,
      actionTokenGeneratedByUserLifespan: 300,
      actionTokenGeneratedByAdminLifespan: 43200,
      revokeRefreshToken: false,
      refreshTokenMaxReuse: 0,
    },
    sessions: {
      ssoSessionIdleTimeout: 1800,
      ssoSessionMaxLifespan: 36000,
      ssoSessionIdleTimeoutRememberMe: 0,
      ssoSessionMaxLifespanRememberMe: 0,
      clientSessionIdleTimeout: 0,
      clientSessionMaxLifespan: 0,
      offlineSessionIdleTimeout: 2592000,
      offlineSessionMaxLifespanEnabled: false,
      offlineSessionMaxLifespan: 5184000,
    },
    bruteForce: {
      enabled: true,
      permanentLockout: false,
      maxLoginFailures: 10,
      waitIncrementSeconds: 60,
      quickLoginCheckMilliSeconds: 1000,
      minimumQuickLoginWaitSeconds: 60,
      maxFailureWaitSeconds: 900,
      failureResetTimeSeconds: 43200,
    },
    flows: {
      browser: "browser",
      registration: "registration",
      directGrant: "direct grant",
      resetCredentials: "reset credentials",
      clientAuthentication: "clients",
      firstBrokerLogin: "first broker login",
    },
    defaultRoles: ["account/manage-account", "account/view-profile", "offline_access", "uma_authorization"],
    builtInClientRoles: { "realm-management": ["view-system"] },
    federations: {},
    groups: {},
    identityProviders: {},
    brokerFlows: {},
    ...parts,
  };
}

const BOTH: readonly ProfileRole[] = ["admin", "user"];

function attribute(displayName: string, parts: Partial<ProfileAttribute> = {}): ProfileAttribute {
  return {
    displayName,
    requiredFor: [],
    view: BOTH,
    edit: BOTH,
    multivalued: false,
    group: null,
    validations: {},
    annotations: {},
    ...parts,
  };
}

/** Keycloak's default profile without the two validators that the vendor has removed, and with `more`. */
function profile(more: Readonly<Record<string, ProfileAttribute>>): UserProfile {
  const named = { requiredFor: ["user"], validations: { length: { max: "255" } } } as const;
  return {
    unmanagedAttributes: "ENABLED",
    attributes: {
      username: attribute("${username}", {
        validations: { length: { min: "3", max: "255" }, "username-prohibited-characters": {} },
      }),
      email: attribute("${email}", {
        requiredFor: ["user"],
        validations: { email: {}, length: { max: "255" } },
      }),
      firstName: attribute("${firstName}", named),
      lastName: attribute("${lastName}", named),
      ...more,
    },
    groups: {
      "user-metadata": {
        displayHeader: "User metadata",
        displayDescription: "Attributes, which refer to user metadata",
      },
    },
  };
}

const CLIENT: ClientModel = {
  clientId: "",
  name: null,
  enabled: true,
  access: "public",
  standardFlow: true,
  implicitFlow: false,
  directAccessGrants: false,
  serviceAccount: false,
  deviceAuthorizationGrant: false,
  consentRequired: false,
  fullScopeAllowed: true,
  pkce: null,
  redirectUris: [`${HELPDESK}/*`],
  webOrigins: ["http://127.0.0.1:3001"],
  postLogoutRedirectUris: [`${HELPDESK}/*`],
  rootUrl: null,
  baseUrl: null,
  adminUrl: null,
  frontchannelLogout: false,
  backchannelLogoutUrl: null,
  idTokenAlgorithm: null,
  userinfoAlgorithm: null,
  defaultScopes: ["acr", "basic", "email", "profile", "roles", "web-origins"],
  optionalScopes: ["address", "microprofile-jwt", "offline_access", "organization", "phone"],
  mappers: {},
  flowOverrides: { browser: null, directGrant: null },
  roles: {},
  serviceAccountRoles: {},
};

function app(roles: readonly string[]): ClientModel {
  const described = roles.map((role) => [role, { description: `${role} of the helpdesk`, composites: [] }]);
  return { ...CLIENT, clientId: "otrs-app", name: "OTRS", roles: Object.fromEntries(described) };
}

function api(): ClientModel {
  const roles = [
    "manage-clients",
    "manage-users",
    "query-users",
    "view-clients",
    "view-system",
    "view-users",
  ];
  return {
    ...CLIENT,
    clientId: "otrs-api",
    name: "OTRS API",
    access: "confidential",
    serviceAccount: true,
    defaultScopes: [...CLIENT.defaultScopes, "service_account"].sort(),
    serviceAccountRoles: { "realm-management": roles },
  };
}

function root(): UserModel {
  return {
    enabled: true,
    email: "root@acme.example",
    emailVerified: true,
    firstName: "Root",
    lastName: "Admin",
    attributes: { phone: ["+49 30 1"] },
    clientRoles: { app: ["Admin", "Agent"] },
    temporaryPassword: { kind: "secret", name: "root" },
  };
}
