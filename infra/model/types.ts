// The explicit model of a helpdesk's realms: what Keycloak is to hold, with nothing left to a default.
//
// It has two makers, a spec (`infra/helpdesks/`) and a live server (`scripts/live/`), and every feature
// is a function of it. `null` means "Keycloak holds none", never "not said". Durations are whole seconds
// unless a name says otherwise. Records are keyed by what identifies the part on both sides.

import type { FederationModel, GroupModel } from "./federation.ts";
import type { BrokerFlowModel, IdentityProviderModel } from "./identity-provider.ts";

/** All realms of one helpdesk, or of several for the same people. `helpdesksOf` gives them alike. */
export type Model = SingleModel | SeveralModel;

/** A helpdesk beside its realms. */
export interface HelpdeskModel {
  readonly product: Product;
  /** Public base URL of the helpdesk, without a slash at the end. */
  readonly url: string;
}

interface Realms {
  /** First segment of every logical name: the product, or `helpdesks` for several. */
  readonly key: string;
  /** Keyed by who logs in there. */
  readonly realms: Readonly<Partial<Record<RealmKey, RealmModel>>>;
}

/** All realms of one helpdesk. */
export interface SingleModel extends Realms, HelpdeskModel {}

/** Realms of several helpdesks. Their clients have keys such as `otobo.app`. */
export interface SeveralModel extends Realms {
  /** By key. */
  readonly helpdesks: Readonly<Record<string, HelpdeskModel>>;
}

export type Product = "otrs" | "otobo" | "osticket" | "deskpro" | "espocrm";
/** `people` is one realm for everybody, in the place of the two others. */
export type RealmKey = "agents" | "customers" | "people";

export interface RealmModel {
  /** Realm name, the `NAME` of `/realms/NAME`. */
  readonly realm: string;
  readonly enabled: boolean;
  readonly displayName: string | null;
  readonly displayNameHtml: string | null;
  /** Fixed public URL of Keycloak for this realm; `null`: the host that was asked. */
  readonly frontendUrl: string | null;
  readonly sslRequired: "external" | "all" | "none";
  /** Keycloak's policy language, for example `length(12) and notUsername(undefined)`. */
  readonly passwordPolicy: string | null;
  readonly login: LoginSettings;
  readonly themes: Themes;
  readonly locales: Locales | null;
  readonly smtp: Smtp | null;
  readonly tokens: TokenSettings;
  readonly sessions: SessionSettings;
  readonly bruteForce: BruteForce;
  readonly flows: Flows;
  /** Roles that every person of the realm has: a realm role by its name, a client's as `CLIENT-ID/ROLE`. */
  readonly defaultRoles: readonly string[];
  readonly profile: UserProfile;
  /** Keyed by role within the layout (`app`, `api`; of several helpdesks `KEY.app`), not by client id. */
  readonly clients: Readonly<Record<string, ClientModel>>;
  /** Roles that must exist on Keycloak's own clients beyond the built-in ones: client id to role names. */
  readonly builtInClientRoles: Readonly<Record<string, readonly string[]>>;
  /** Directories that people come from, keyed by the spec's key (`ldap`), not by name. */
  readonly federations: Readonly<Record<string, FederationModel>>;
  /** Groups at the top that the spec needs, keyed by name. Others are not in the model. */
  readonly groups: Readonly<Record<string, GroupModel>>;
  /** Providers that people may log in by, keyed by alias. */
  readonly identityProviders: Readonly<Record<string, IdentityProviderModel>>;
  /** Flows of ours for first logins by them, keyed by alias. */
  readonly brokerFlows: Readonly<Record<string, BrokerFlowModel>>;
  /** People that the spec names, keyed by user name. Others are not in the model. */
  readonly users: Readonly<Record<string, UserModel>>;
}

export interface LoginSettings {
  readonly registrationAllowed: boolean;
  readonly registrationEmailAsUsername: boolean;
  readonly editUsernameAllowed: boolean;
  readonly resetPasswordAllowed: boolean;
  readonly rememberMe: boolean;
  readonly verifyEmail: boolean;
  readonly loginWithEmailAllowed: boolean;
  readonly duplicateEmailsAllowed: boolean;
  readonly userManagedAccess: boolean;
}

/** Theme names; `null` is the server's default theme. */
export interface Themes {
  readonly login: string | null;
  readonly account: string | null;
  readonly admin: string | null;
  readonly email: string | null;
}

export interface Locales {
  /** In ascending order. */
  readonly supported: readonly string[];
  readonly default: string;
}

export interface Smtp {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly fromDisplayName: string | null;
  readonly replyTo: string | null;
  readonly replyToDisplayName: string | null;
  readonly envelopeFrom: string | null;
  readonly starttls: boolean;
  readonly ssl: boolean;
  /** `null`: no login at the mail server. */
  readonly auth: { readonly username: string; readonly password: SecretReference } | null;
}

/**
 * Where a secret is, never the secret. `secret`: Pulumi configuration `deskrealm:secrets.NAME`; `env`: an
 * environment variable; `vault`: Keycloak's own vault, which is then the only holder; `hidden`: read
 * from a server, which does not show it.
 */
export type SecretReference =
  | { readonly kind: "secret"; readonly name: string }
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "vault"; readonly name: string }
  | { readonly kind: "hidden" };

export interface TokenSettings {
  readonly accessTokenLifespan: number;
  readonly accessCodeLifespan: number;
  readonly accessCodeLifespanLogin: number;
  readonly accessCodeLifespanUserAction: number;
  readonly actionTokenGeneratedByUserLifespan: number;
  readonly actionTokenGeneratedByAdminLifespan: number;
  readonly revokeRefreshToken: boolean;
  readonly refreshTokenMaxReuse: number;
}

export interface SessionSettings {
  readonly ssoSessionIdleTimeout: number;
  readonly ssoSessionMaxLifespan: number;
  /** 0: as without "remember me". */
  readonly ssoSessionIdleTimeoutRememberMe: number;
  readonly ssoSessionMaxLifespanRememberMe: number;
  /** 0: as the SSO session. */
  readonly clientSessionIdleTimeout: number;
  readonly clientSessionMaxLifespan: number;
  readonly offlineSessionIdleTimeout: number;
  readonly offlineSessionMaxLifespanEnabled: boolean;
  readonly offlineSessionMaxLifespan: number;
}

export interface BruteForce {
  readonly enabled: boolean;
  readonly permanentLockout: boolean;
  readonly maxLoginFailures: number;
  readonly waitIncrementSeconds: number;
  readonly quickLoginCheckMilliSeconds: number;
  readonly minimumQuickLoginWaitSeconds: number;
  readonly maxFailureWaitSeconds: number;
  readonly failureResetTimeSeconds: number;
}

/** Aliases of the authentication flows that the realm uses. */
export interface Flows {
  readonly browser: string;
  readonly registration: string;
  readonly directGrant: string;
  readonly resetCredentials: string;
  readonly clientAuthentication: string;
  readonly firstBrokerLogin: string;
}

export type UnmanagedAttributes = "DISABLED" | "ENABLED" | "ADMIN_VIEW" | "ADMIN_EDIT";
export type ProfileRole = "admin" | "user";

export interface UserProfile {
  readonly unmanagedAttributes: UnmanagedAttributes;
  /** Keyed by attribute name, in the order of the forms. */
  readonly attributes: Readonly<Record<string, ProfileAttribute>>;
  readonly groups: Readonly<Record<string, ProfileGroup>>;
}

export interface ProfileAttribute {
  readonly displayName: string;
  /** Who must fill it in; empty: nobody. Keycloak's built-in form for "everybody" is both. */
  readonly requiredFor: readonly ProfileRole[];
  readonly view: readonly ProfileRole[];
  readonly edit: readonly ProfileRole[];
  readonly multivalued: boolean;
  readonly group: string | null;
  /** Validator id to its configuration. */
  readonly validations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ProfileGroup {
  readonly displayHeader: string | null;
  readonly displayDescription: string | null;
}

export interface ClientModel {
  readonly clientId: string;
  readonly name: string | null;
  readonly enabled: boolean;
  /** `public`: no secret; `confidential`: client authentication on. */
  readonly access: "public" | "confidential";
  readonly standardFlow: boolean;
  readonly implicitFlow: boolean;
  readonly directAccessGrants: boolean;
  readonly serviceAccount: boolean;
  readonly deviceAuthorizationGrant: boolean;
  readonly consentRequired: boolean;
  readonly fullScopeAllowed: boolean;
  /** `null`: a client may send a challenge and need not. */
  readonly pkce: "S256" | "plain" | null;
  /** Lists below are in ascending order and without duplicates. */
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly rootUrl: string | null;
  readonly baseUrl: string | null;
  readonly adminUrl: string | null;
  readonly frontchannelLogout: boolean;
  readonly backchannelLogoutUrl: string | null;
  /** Algorithm that ID tokens are signed with, for example `RS256`; `null`: the realm's own. */
  readonly idTokenAlgorithm: string | null;
  /** Algorithm that userinfo is signed with; `null`: it is plain JSON. */
  readonly userinfoAlgorithm: string | null;
  readonly defaultScopes: readonly string[];
  readonly optionalScopes: readonly string[];
  /** Protocol mappers of the client itself, by name; those of its scopes are the scopes'. */
  readonly mappers: Readonly<Record<string, MapperModel>>;
  readonly flowOverrides: FlowOverrides;
  /** The client's own roles by name. */
  readonly roles: Readonly<Record<string, RoleModel>>;
  /** Roles of the client's service account: owning client's id to role names, ascending. */
  readonly serviceAccountRoles: Readonly<Record<string, readonly string[]>>;
}

export interface RoleModel {
  readonly description: string | null;
  /** Roles that come with it, written as `RealmModel.defaultRoles` are. */
  readonly composites: readonly string[];
}

export interface MapperModel {
  /** Keycloak's id of the kind, for example `oidc-audience-mapper`. */
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
}

/** Aliases of flows in place of the realm's; `null`: the realm's. */
export interface FlowOverrides {
  readonly browser: string | null;
  readonly directGrant: string | null;
}

export interface UserModel {
  readonly enabled: boolean;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Client key (`app`, or `KEY.app`) to role names, ascending. */
  readonly clientRoles: Readonly<Record<string, readonly string[]>>;
  /** First password, which Keycloak asks to change; `null`: none. Not readable from a server. */
  readonly temporaryPassword: SecretReference | null;
}
