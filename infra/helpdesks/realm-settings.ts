// Settings that every helpdesk's realms share: what the spec says, else Keycloak's own values made explicit.

import { type Explained, given, preset, Sourced } from "../model/explained.ts";
import type { RealmKey, RealmModel } from "../model/types.ts";
import type { RealmSpec, SharedSpec } from "../spec/schema.ts";

type Settings = Pick<
  RealmModel,
  | "displayName"
  | "displayNameHtml"
  | "frontendUrl"
  | "sslRequired"
  | "passwordPolicy"
  | "login"
  | "themes"
  | "locales"
  | "smtp"
  | "tokens"
  | "sessions"
  | "bruteForce"
  | "flows"
  | "defaultRoles"
>;

const keycloakDefault = <T>(value: T): Sourced<T> => preset(value, "keycloak", "Keycloak's default");

/**
 * The explained settings of one realm. A realm's own setting wins over `shared`, key by key.
 *
 * @param key - the realm's key in the spec
 * @param displayName - shown on the login page where the spec names none
 */
export function expandSettings(
  key: RealmKey,
  realm: RealmSpec,
  shared: SharedSpec,
  displayName: Sourced<string>,
): Explained<Settings> {
  type Group = "login" | "themes" | "tokens" | "sessions";
  /** The value in a group of settings, from the realm, from `shared`, or the default. */
  function within<G extends Group, F extends keyof NonNullable<SharedSpec[G]> & string, D>(
    group: G,
    field: F,
    fallback: D,
  ): Sourced<NonNullable<NonNullable<SharedSpec[G]>[F]> | D> {
    type Value = NonNullable<NonNullable<SharedSpec[G]>[F]>;
    const own = (realm[group] as NonNullable<SharedSpec[G]> | undefined)?.[field] as Value | undefined;
    const common = (shared[group] as NonNullable<SharedSpec[G]> | undefined)?.[field] as Value | undefined;
    return (
      given(own, key, group, field) ??
      given(common, "shared", group, field) ??
      keycloakDefault<Value | D>(fallback)
    );
  }
  function single<
    F extends "displayName" | "displayNameHtml" | "frontendUrl" | "sslRequired" | "passwordPolicy",
  >(field: F): Sourced<NonNullable<SharedSpec[F]>> | undefined {
    type Value = NonNullable<SharedSpec[F]>;
    const own = realm[field] as Value | undefined;
    return given(own, key, field) ?? given(shared[field] as Value | undefined, "shared", field);
  }

  const offlineMax = within("sessions", "offlineMax", null);
  return {
    displayName: single("displayName") ?? displayName,
    displayNameHtml: single("displayNameHtml") ?? keycloakDefault(null),
    frontendUrl: single("frontendUrl") ?? keycloakDefault(null),
    sslRequired: single("sslRequired") ?? keycloakDefault("external"),
    passwordPolicy: single("passwordPolicy") ?? keycloakDefault(null),
    login: {
      registrationAllowed: preset(
        false,
        "deskrealm",
        "people who register themselves could take over another's tickets by email",
      ),
      registrationEmailAsUsername: keycloakDefault(false),
      editUsernameAllowed: within("login", "editUsername", false),
      resetPasswordAllowed: within("login", "resetPassword", false),
      rememberMe: within("login", "rememberMe", false),
      verifyEmail: within("login", "verifyEmail", false),
      loginWithEmailAllowed: within("login", "withEmail", true),
      duplicateEmailsAllowed: keycloakDefault(false),
      userManagedAccess: keycloakDefault(false),
    },
    themes: {
      login: within("themes", "login", null),
      account: within("themes", "account", null),
      admin: within("themes", "admin", null),
      email: within("themes", "email", null),
    },
    locales: expandLocales(key, realm, shared),
    smtp: expandSmtp(key, realm, shared),
    tokens: {
      accessTokenLifespan: within("tokens", "accessToken", 300),
      accessCodeLifespan: within("tokens", "code", 60),
      accessCodeLifespanLogin: within("tokens", "login", 1800),
      accessCodeLifespanUserAction: within("tokens", "loginAction", 300),
      actionTokenGeneratedByUserLifespan: within("tokens", "userAction", 300),
      actionTokenGeneratedByAdminLifespan: within("tokens", "adminAction", 43_200),
      revokeRefreshToken: within("tokens", "revokeRefreshToken", false),
      refreshTokenMaxReuse: within("tokens", "refreshTokenMaxReuse", 0),
    },
    sessions: {
      ssoSessionIdleTimeout: within("sessions", "idle", 1800),
      ssoSessionMaxLifespan: within("sessions", "max", 36_000),
      ssoSessionIdleTimeoutRememberMe: within("sessions", "idleRememberMe", 0),
      ssoSessionMaxLifespanRememberMe: within("sessions", "maxRememberMe", 0),
      clientSessionIdleTimeout: within("sessions", "clientIdle", 0),
      clientSessionMaxLifespan: within("sessions", "clientMax", 0),
      offlineSessionIdleTimeout: within("sessions", "offlineIdle", 2_592_000),
      offlineSessionMaxLifespanEnabled: new Sourced(offlineMax.value !== null, offlineMax.origin),
      offlineSessionMaxLifespan: new Sourced(offlineMax.value ?? 5_184_000, offlineMax.origin),
    },
    bruteForce: expandBruteForce(key, realm, shared),
    flows: {
      browser: keycloakDefault("browser"),
      registration: keycloakDefault("registration"),
      directGrant: keycloakDefault("direct grant"),
      resetCredentials: keycloakDefault("reset credentials"),
      clientAuthentication: keycloakDefault("clients"),
      firstBrokerLogin: keycloakDefault("first broker login"),
    },
    defaultRoles: keycloakDefault([
      "account/manage-account",
      "account/view-profile",
      "offline_access",
      "uma_authorization",
    ]),
  };
}

/** The part as the realm says it, else as `shared` does, with its place; undefined where neither does. */
function chosen<F extends "locales" | "smtp" | "bruteForce">(
  field: F,
  key: string,
  realm: RealmSpec,
  shared: SharedSpec,
): { value: NonNullable<SharedSpec[F]>; at: string } | undefined {
  const own = realm[field] as NonNullable<SharedSpec[F]> | undefined;
  if (own !== undefined) return { value: own, at: key };
  const common = shared[field] as NonNullable<SharedSpec[F]> | undefined;
  return common === undefined ? undefined : { value: common, at: "shared" };
}

function expandLocales(key: string, realm: RealmSpec, shared: SharedSpec): Explained<Settings["locales"]> {
  const found = chosen("locales", key, realm, shared);
  if (found === undefined) return preset(null, "keycloak", "Keycloak's default: one language, the server's");
  const { value, at } = found;
  return {
    supported: given([...new Set(value.supported)].sort(), at, "locales", "supported") as Sourced<string[]>,
    default: given(value.default, at, "locales", "default") as Sourced<string>,
  };
}

function expandSmtp(key: string, realm: RealmSpec, shared: SharedSpec): Explained<Settings["smtp"]> {
  const found = chosen("smtp", key, realm, shared);
  if (found === undefined) return preset(null, "keycloak", "Keycloak's default: no mail is sent");
  const { value, at } = found;
  const none = preset(null, "keycloak", "Keycloak's default: not set");
  const field = <T>(entry: T | undefined, name: string) => given(entry, at, "smtp", name);
  const port = value.ssl === true ? 465 : value.starttls === true ? 587 : 25;
  return {
    host: given(value.host, at, "smtp", "host") as Sourced<string>,
    port:
      field(value.port, "port") ?? preset(port, "deskrealm", "the usual port for this kind of encryption"),
    from: given(value.from, at, "smtp", "from") as Sourced<string>,
    fromDisplayName: field(value.fromDisplayName, "fromDisplayName") ?? none,
    replyTo: field(value.replyTo, "replyTo") ?? none,
    replyToDisplayName: field(value.replyToDisplayName, "replyToDisplayName") ?? none,
    envelopeFrom: field(value.envelopeFrom, "envelopeFrom") ?? none,
    starttls: field(value.starttls, "starttls") ?? keycloakDefault(false),
    ssl: field(value.ssl, "ssl") ?? keycloakDefault(false),
    auth:
      value.auth === undefined
        ? preset(null, "keycloak", "Keycloak's default: no login at the mail server")
        : {
            username: given(value.auth.username, at, "smtp", "auth", "username") as Sourced<string>,
            password: given(value.auth.password, at, "smtp", "auth", "password") as Explained<
              typeof value.auth.password
            >,
          },
  };
}

function expandBruteForce(
  key: string,
  realm: RealmSpec,
  shared: SharedSpec,
): Explained<Settings["bruteForce"]> {
  const found = chosen("bruteForce", key, realm, shared);
  const spec = typeof found?.value === "object" ? found.value : {};
  const at = found?.at ?? key;
  const enabled =
    found === undefined
      ? preset(true, "deskrealm", "a login page that is open to the network needs it; the vendor is silent")
      : (given(found.value !== false, at, "bruteForce") as Sourced<boolean>);
  const field = <T>(value: T | undefined, name: string, fallback: T): Sourced<T> =>
    given(value, at, "bruteForce", name) ?? keycloakDefault(fallback);
  return {
    enabled,
    permanentLockout: field(spec.permanentLockout, "permanentLockout", false),
    maxLoginFailures: field(spec.maxLoginFailures, "maxLoginFailures", 30),
    waitIncrementSeconds: field(spec.waitIncrement, "waitIncrement", 60),
    quickLoginCheckMilliSeconds: field(spec.quickLoginCheckMilliSeconds, "quickLoginCheckMilliSeconds", 1000),
    minimumQuickLoginWaitSeconds: field(spec.quickLoginWait, "quickLoginWait", 60),
    maxFailureWaitSeconds: field(spec.maxWait, "maxWait", 900),
    failureResetTimeSeconds: field(spec.failureReset, "failureReset", 43_200),
  };
}
