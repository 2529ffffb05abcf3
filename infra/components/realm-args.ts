// A realm of the model as the arguments of the Keycloak plugin's Realm.

import type { RealmArgs } from "@pulumi/keycloak/realm.js";
import * as pulumi from "@pulumi/pulumi";
import type { ForeignSettings } from "../admin/foreign.ts";
import { markAttributes } from "../model/mark.ts";
import type { RealmModel, SecretReference, Smtp } from "../model/types.ts";
import { goDuration } from "./go-duration.ts";
import { securityDefenses } from "./security-defenses.ts";

interface Context {
  readonly owner: string;
  readonly foreign: ForeignSettings;
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
}

/** What the realm's PUT carries; what is left out there, Keycloak sets to nothing. */
export function realmArgs(model: RealmModel, context: Context): RealmArgs {
  return {
    realm: model.realm,
    enabled: model.enabled,
    displayName: model.displayName ?? "",
    displayNameHtml: model.displayNameHtml ?? "",
    sslRequired: model.sslRequired,
    passwordPolicy: model.passwordPolicy ?? "",
    attributes: {
      // Keycloak drops what a change of the realm leaves out. What it is, nobody here knows, so no state shows it.
      ...Object.fromEntries(
        Object.entries(context.foreign.attributes).map(([name, value]) => [name, pulumi.secret(value)]),
      ),
      ...markAttributes(model, context.owner),
      ...(model.frontendUrl === null ? {} : { frontendUrl: model.frontendUrl }),
    },
    ...model.login,
    loginTheme: model.themes.login ?? "",
    accountTheme: model.themes.account ?? "",
    adminTheme: model.themes.admin ?? "",
    emailTheme: model.themes.email ?? "",
    ...(model.locales === null
      ? {}
      : {
          internationalization: {
            supportedLocales: [...model.locales.supported],
            defaultLocale: model.locales.default,
          },
        }),
    ...(model.smtp === null ? {} : { smtpServer: smtpArgs(model.smtp, context) }),
    ...lifetimes(model),
    browserFlow: model.flows.browser,
    registrationFlow: model.flows.registration,
    directGrantFlow: model.flows.directGrant,
    resetCredentialsFlow: model.flows.resetCredentials,
    clientAuthenticationFlow: model.flows.clientAuthentication,
    firstBrokerLoginFlow: model.flows.firstBrokerLogin,
    ...securityDefenses(model, context.foreign),
  };
}

function smtpArgs(smtp: Smtp, { resolveSecret }: Context): NonNullable<RealmArgs["smtpServer"]> {
  return {
    host: smtp.host,
    port: String(smtp.port),
    from: smtp.from,
    fromDisplayName: smtp.fromDisplayName ?? "",
    replyTo: smtp.replyTo ?? "",
    replyToDisplayName: smtp.replyToDisplayName ?? "",
    envelopeFrom: smtp.envelopeFrom ?? "",
    starttls: smtp.starttls,
    ssl: smtp.ssl,
    ...(smtp.auth === null
      ? {}
      : { auth: { username: smtp.auth.username, password: resolveSecret(smtp.auth.password) } }),
  };
}

function lifetimes({ tokens, sessions }: RealmModel) {
  return {
    accessTokenLifespan: goDuration(tokens.accessTokenLifespan),
    accessCodeLifespan: goDuration(tokens.accessCodeLifespan),
    accessCodeLifespanLogin: goDuration(tokens.accessCodeLifespanLogin),
    accessCodeLifespanUserAction: goDuration(tokens.accessCodeLifespanUserAction),
    actionTokenGeneratedByUserLifespan: goDuration(tokens.actionTokenGeneratedByUserLifespan),
    actionTokenGeneratedByAdminLifespan: goDuration(tokens.actionTokenGeneratedByAdminLifespan),
    revokeRefreshToken: tokens.revokeRefreshToken,
    refreshTokenMaxReuse: tokens.refreshTokenMaxReuse,
    ssoSessionIdleTimeout: goDuration(sessions.ssoSessionIdleTimeout),
    ssoSessionMaxLifespan: goDuration(sessions.ssoSessionMaxLifespan),
    ssoSessionIdleTimeoutRememberMe: goDuration(sessions.ssoSessionIdleTimeoutRememberMe),
    ssoSessionMaxLifespanRememberMe: goDuration(sessions.ssoSessionMaxLifespanRememberMe),
    clientSessionIdleTimeout: goDuration(sessions.clientSessionIdleTimeout),
    clientSessionMaxLifespan: goDuration(sessions.clientSessionMaxLifespan),
    offlineSessionIdleTimeout: goDuration(sessions.offlineSessionIdleTimeout),
    offlineSessionMaxLifespanEnabled: sessions.offlineSessionMaxLifespanEnabled,
    offlineSessionMaxLifespan: goDuration(sessions.offlineSessionMaxLifespan),
  } as const;
}
