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

/** Takes the value of the sample, or the one of the full model. */
type Choice = <T>(sample: T, full: T) => T;

/** A helpdesk with the vendor's whole layout; realm names end in `suffix`, so that tests can share a server. */
export const sampleModel = (suffix = ""): OtrsModel => layout((sample) => sample, suffix);

/**
 * The layout with the values that `or` takes.
 *
 * @param parts - makes what goes into both realms; for each anew, as a copy of the model keeps shared objects shared
 */
export function layout(or: Choice, suffix = "", parts = (): Partial<RealmModel> => ({})): OtrsModel {
  return {
    key: "otrs",
    product: "otrs",
    url: HELPDESK,
    realms: {
      agents: realm(or, `otrs-agents${suffix}`, {
        displayName: "ACME agents",
        profile: profile(or, { phone: attribute(or, "Phone", { edit: ["admin", "user"] }) }),
        clients: { app: app(or, ["Agent", "Admin"]), api: api(or) },
        users: { "root@localhost": samplePerson() },
        ...parts(),
      }),
      customers: realm(or, `otrs-customer-users${suffix}`, {
        displayName: "ACME customers",
        profile: profile(or, {
          customerid: attribute(or, "CustomerID", { requiredFor: ["admin", "user"], edit: ["admin"] }),
          title: attribute(or, "Title", { edit: ["admin", "user"] }),
          phone: attribute(or, "Phone", { edit: ["admin", "user"] }),
        }),
        clients: { app: app(or, ["Customer User"]), api: api(or) },
        users: {},
        ...parts(),
      }),
    },
  };
}

function realm(
  or: Choice,
  name: string,
  parts: Pick<RealmModel, "displayName" | "profile" | "clients" | "users">,
): RealmModel {
  return {
    realm: name,
    enabled: true,
    displayNameHtml: or(null, "<b>ACME</b>"),
    frontendUrl: or(null, "https://login.acme.example"),
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
    themes: {
      login: or("keycloak.v2", "acme"),
      account: or(null, "acme"),
      admin: or(null, "acme"),
      email: or(null, "acme"),
    },
    locales: { supported: ["de", "en"], default: "en" },
    smtp: {
      host: "mail.acme.example",
      port: 587,
      from: "helpdesk@acme.example",
      fromDisplayName: "ACME Helpdesk",
      replyTo: or(null, "support@acme.example"),
      replyToDisplayName: or(null, "ACME Support"),
      envelopeFrom: or(null, "bounce@acme.example"),
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

function attribute(
  or: Choice,
  displayName: string,
  parts: Partial<Pick<ProfileAttribute, "requiredFor" | "edit" | "validations">> = {},
): ProfileAttribute {
  const { requiredFor = [], edit = BOTH, validations = {} } = parts;
  return {
    displayName,
    requiredFor: or(requiredFor, BOTH),
    view: BOTH,
    edit,
    multivalued: false,
    group: or(null, "user-metadata"),
    validations: or(validations, { length: { min: "3", max: "255" } }),
    annotations: or({}, { inputType: "text" }),
  };
}

/** Keycloak's default profile without the two validators that the vendor has removed, and with `more`. */
function profile(or: Choice, more: Readonly<Record<string, ProfileAttribute>>): UserProfile {
  const named = { requiredFor: ["user"], validations: { length: { max: "255" } } } as const;
  return {
    unmanagedAttributes: "ENABLED",
    attributes: {
      username: attribute(or, "${username}", {
        validations: { length: { min: "3", max: "255" }, "username-prohibited-characters": {} },
      }),
      email: attribute(or, "${email}", {
        requiredFor: ["user"],
        validations: { email: {}, length: { max: "255" } },
      }),
      firstName: attribute(or, "${firstName}", named),
      lastName: attribute(or, "${lastName}", named),
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

const SCOPES = ["acr", "basic", "email", "profile", "roles", "web-origins"];

function client(
  or: Choice,
  { roles = {}, serviceAccountRoles = {}, ...parts }: Partial<ClientModel> & Pick<ClientModel, "clientId">,
): ClientModel {
  return {
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
    pkce: or(null, "S256"),
    redirectUris: [`${HELPDESK}/*`],
    webOrigins: ["http://127.0.0.1:3001"],
    postLogoutRedirectUris: [`${HELPDESK}/*`],
    rootUrl: or(null, "https://desk.example"),
    baseUrl: or(null, "/"),
    adminUrl: or(null, "https://desk.example/admin"),
    frontchannelLogout: false,
    backchannelLogoutUrl: or(null, "https://desk.example/logout"),
    idTokenAlgorithm: or(null, "PS256"),
    userinfoAlgorithm: or(null, "ES256"),
    defaultScopes: SCOPES,
    optionalScopes: ["address", "microprofile-jwt", "offline_access", "organization", "phone"],
    mappers: or(
      {},
      { department: { type: "oidc-usermodel-attribute-mapper", config: { "claim.name": "dept" } } },
    ),
    flowOverrides: {
      browser: or(null, "browser with a second factor"),
      directGrant: or(null, "direct grant"),
    },
    roles: or(roles, {
      Agent: { description: "of the helpdesk", composites: ["account/view-profile"] },
      Admin: { description: "of the helpdesk", composites: [] },
    }),
    serviceAccountRoles: or(serviceAccountRoles, { "realm-management": ["view-users"] }),
    ...parts,
  };
}

function app(or: Choice, roles: readonly string[]): ClientModel {
  const described = roles.map((role) => [role, { description: `${role} of the helpdesk`, composites: [] }]);
  return client(or, { clientId: "otrs-app", name: "OTRS", roles: Object.fromEntries(described) });
}

function api(or: Choice): ClientModel {
  const roles = [
    "manage-clients",
    "manage-users",
    "query-users",
    "view-clients",
    "view-system",
    "view-users",
  ];
  return client(or, {
    clientId: "otrs-api",
    name: "OTRS API",
    access: "confidential",
    serviceAccount: true,
    defaultScopes: [...SCOPES, "service_account"].sort(),
    serviceAccountRoles: { "realm-management": roles },
  });
}

export function samplePerson(parts: Partial<UserModel> = {}): UserModel {
  return {
    enabled: true,
    email: "root@acme.example",
    emailVerified: true,
    firstName: "Root",
    lastName: "Admin",
    attributes: { phone: ["+49 30 1"] },
    clientRoles: { app: ["Admin", "Agent"] },
    temporaryPassword: { kind: "secret", name: "root" },
    ...parts,
  };
}
