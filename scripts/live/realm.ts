// Realm settings, from Keycloak's representation of a realm to the model's.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type { RealmModel, Smtp } from "../../infra/model/types.ts";
import { secret } from "./secret.ts";
import { flag, text } from "./values.ts";

type Settings = Omit<
  RealmModel,
  | "profile"
  | "clients"
  | "builtInClientRoles"
  | "defaultRoles"
  | "federations"
  | "groups"
  | "identityProviders"
  | "brokerFlows"
  | "users"
>;

export function mapRealm(realm: RealmRepresentation): Settings {
  const attributes: Readonly<Record<string, unknown>> = realm.attributes ?? {};
  return {
    realm: realm.realm ?? "",
    enabled: flag(realm.enabled),
    displayName: text(realm.displayName),
    displayNameHtml: text(realm.displayNameHtml),
    frontendUrl: text(attributes["frontendUrl"]),
    sslRequired: sslRequired(realm.sslRequired),
    passwordPolicy: text(realm.passwordPolicy),
    login: {
      registrationAllowed: flag(realm.registrationAllowed),
      registrationEmailAsUsername: flag(realm.registrationEmailAsUsername),
      editUsernameAllowed: flag(realm.editUsernameAllowed),
      resetPasswordAllowed: flag(realm.resetPasswordAllowed),
      rememberMe: flag(realm.rememberMe),
      verifyEmail: flag(realm.verifyEmail),
      loginWithEmailAllowed: flag(realm.loginWithEmailAllowed),
      duplicateEmailsAllowed: flag(realm.duplicateEmailsAllowed),
      userManagedAccess: flag(realm.userManagedAccessAllowed),
    },
    themes: {
      login: text(realm.loginTheme),
      account: text(realm.accountTheme),
      admin: text(realm.adminTheme),
      email: text(realm.emailTheme),
    },
    // Keycloak keeps the locales of a realm that has internationalization switched off.
    locales: flag(realm.internationalizationEnabled)
      ? { supported: realm.supportedLocales ?? [], default: realm.defaultLocale ?? "" }
      : null,
    smtp: smtp((realm.smtpServer ?? {}) as Readonly<Record<string, unknown>>),
    tokens: {
      accessTokenLifespan: realm.accessTokenLifespan ?? 0,
      accessCodeLifespan: realm.accessCodeLifespan ?? 0,
      accessCodeLifespanLogin: realm.accessCodeLifespanLogin ?? 0,
      accessCodeLifespanUserAction: realm.accessCodeLifespanUserAction ?? 0,
      actionTokenGeneratedByUserLifespan: realm.actionTokenGeneratedByUserLifespan ?? 0,
      actionTokenGeneratedByAdminLifespan: realm.actionTokenGeneratedByAdminLifespan ?? 0,
      revokeRefreshToken: flag(realm.revokeRefreshToken),
      refreshTokenMaxReuse: realm.refreshTokenMaxReuse ?? 0,
    },
    sessions: {
      ssoSessionIdleTimeout: realm.ssoSessionIdleTimeout ?? 0,
      ssoSessionMaxLifespan: realm.ssoSessionMaxLifespan ?? 0,
      ssoSessionIdleTimeoutRememberMe: realm.ssoSessionIdleTimeoutRememberMe ?? 0,
      ssoSessionMaxLifespanRememberMe: realm.ssoSessionMaxLifespanRememberMe ?? 0,
      clientSessionIdleTimeout: realm.clientSessionIdleTimeout ?? 0,
      clientSessionMaxLifespan: realm.clientSessionMaxLifespan ?? 0,
      offlineSessionIdleTimeout: realm.offlineSessionIdleTimeout ?? 0,
      offlineSessionMaxLifespanEnabled: flag(realm.offlineSessionMaxLifespanEnabled),
      offlineSessionMaxLifespan: realm.offlineSessionMaxLifespan ?? 0,
    },
    bruteForce: {
      enabled: flag(realm.bruteForceProtected),
      permanentLockout: flag(realm.permanentLockout),
      maxLoginFailures: realm.failureFactor ?? 0,
      waitIncrementSeconds: realm.waitIncrementSeconds ?? 0,
      quickLoginCheckMilliSeconds: realm.quickLoginCheckMilliSeconds ?? 0,
      minimumQuickLoginWaitSeconds: realm.minimumQuickLoginWaitSeconds ?? 0,
      maxFailureWaitSeconds: realm.maxFailureWaitSeconds ?? 0,
      failureResetTimeSeconds: realm.maxDeltaTimeSeconds ?? 0,
    },
    flows: {
      browser: realm.browserFlow ?? "",
      registration: realm.registrationFlow ?? "",
      directGrant: realm.directGrantFlow ?? "",
      resetCredentials: realm.resetCredentialsFlow ?? "",
      clientAuthentication: realm.clientAuthenticationFlow ?? "",
      firstBrokerLogin: firstBrokerLogin(realm),
    },
  };
}

/** The library's type lacks it. */
function firstBrokerLogin(realm: RealmRepresentation & { readonly firstBrokerLoginFlow?: string }): string {
  return realm.firstBrokerLoginFlow ?? "";
}

function sslRequired(value: string | undefined): Settings["sslRequired"] {
  const lower = value?.toLowerCase();
  return lower === "all" || lower === "none" ? lower : "external";
}

function smtp(server: Readonly<Record<string, unknown>>): Smtp | null {
  const host = text(server["host"]);
  if (host === null) return null;
  return {
    host,
    port: Number(server["port"] ?? 25),
    from: text(server["from"]) ?? "",
    fromDisplayName: text(server["fromDisplayName"]),
    replyTo: text(server["replyTo"]),
    replyToDisplayName: text(server["replyToDisplayName"]),
    envelopeFrom: text(server["envelopeFrom"]),
    starttls: flag(server["starttls"]),
    ssl: flag(server["ssl"]),
    auth: flag(server["auth"])
      ? { username: text(server["user"]) ?? "", password: secret(server["password"]) }
      : null,
  };
}
