// A realm of the model as one import of Keycloak's: all of it is made, or nothing.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import { own } from "../../infra/model/own.ts";
import type { RealmModel, Smtp, UserProfile } from "../../infra/model/types.ts";
import { clientImport, clientRoles } from "./client.ts";
import { groupImports, userStorage } from "./federation.ts";
import { given } from "./given.ts";
import type { KeyProvider } from "./keys.ts";
import { type KnownPerson, personImport, serviceAccount } from "./people.ts";
import type { SecretOf } from "./secret-of.ts";

export interface RealmImport {
  /** The realm's attributes beside those that the model names. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Value of a secret that the model names; without it, people get no first password. */
  readonly secretOf?: SecretOf;
  /** Whose id and password are known, by user name. */
  readonly people?: Readonly<Record<string, KnownPerson>>;
  /** Secrets by the client's key in the model; Keycloak makes those that are missing. */
  readonly clientSecrets?: Readonly<Record<string, string>>;
  /** Without them, Keycloak makes its own. */
  readonly keys?: readonly KeyProvider[];
}

/**
 * The body of a `POST /admin/realms`. Providers and their flows are not in it, nor what no spec can name: flows of
 * the realm's own, default roles, and composites.
 */
export function realmImport(
  realm: RealmModel,
  { attributes, secretOf, people = {}, clientSecrets = {}, keys }: RealmImport,
): RealmRepresentation {
  const { bruteForce, clients, profile, locales, themes } = realm;
  const { userManagedAccess, ...login } = realm.login;
  const body = {
    realm: realm.realm,
    enabled: realm.enabled,
    ...given({
      displayName: realm.displayName,
      displayNameHtml: realm.displayNameHtml,
      passwordPolicy: realm.passwordPolicy,
      loginTheme: themes.login,
      accountTheme: themes.account,
      adminTheme: themes.admin,
      emailTheme: themes.email,
    }),
    sslRequired: realm.sslRequired,
    ...login,
    userManagedAccessAllowed: userManagedAccess,
    internationalizationEnabled: locales !== null,
    ...(locales === null ? {} : { supportedLocales: [...locales.supported], defaultLocale: locales.default }),
    ...(realm.smtp === null ? {} : { smtpServer: smtp(realm.smtp, secretOf) }),
    ...realm.tokens,
    ...realm.sessions,
    bruteForceProtected: bruteForce.enabled,
    permanentLockout: bruteForce.permanentLockout,
    failureFactor: bruteForce.maxLoginFailures,
    waitIncrementSeconds: bruteForce.waitIncrementSeconds,
    quickLoginCheckMilliSeconds: bruteForce.quickLoginCheckMilliSeconds,
    minimumQuickLoginWaitSeconds: bruteForce.minimumQuickLoginWaitSeconds,
    maxFailureWaitSeconds: bruteForce.maxFailureWaitSeconds,
    maxDeltaTimeSeconds: bruteForce.failureResetTimeSeconds,
    attributes: { ...given({ frontendUrl: realm.frontendUrl }), ...attributes },
    clients: Object.entries(clients).map(([key, client]) => clientImport(client, own(clientSecrets, key))),
    roles: { client: clientRoles(realm) },
    groups: groupImports(realm),
    users: [
      ...Object.values(clients).flatMap((one) => (one.serviceAccount ? [serviceAccount(realm, one)] : [])),
      ...Object.entries(realm.users).map(([name, user]) =>
        personImport(realm, [name, user], own(people, name), secretOf),
      ),
    ],
    components: {
      ...userStorage(realm, secretOf),
      ...(keys === undefined ? {} : { "org.keycloak.keys.KeyProvider": keys }),
      "org.keycloak.userprofile.UserProfileProvider": [
        {
          providerId: "declarative-user-profile",
          subComponents: {},
          config: { "kc.user.profile.config": [JSON.stringify(profileConfig(profile))] },
        },
      ],
    },
  };
  // The library's type lacks some of these settings.
  return body as unknown as RealmRepresentation;
}

function profileConfig(profile: UserProfile) {
  return {
    unmanagedAttributePolicy:
      profile.unmanagedAttributes === "DISABLED" ? undefined : profile.unmanagedAttributes,
    attributes: Object.entries(profile.attributes).map(([name, one]) => ({
      name,
      displayName: one.displayName,
      validations: one.validations,
      annotations: one.annotations,
      ...(one.requiredFor.length === 0 ? {} : { required: { roles: one.requiredFor } }),
      permissions: { view: one.view, edit: one.edit },
      multivalued: one.multivalued,
      ...given({ group: one.group }),
    })),
    groups: Object.entries(profile.groups).map(([name, one]) => ({ name, ...given({ ...one }) })),
  };
}

function smtp({ auth, port, starttls, ssl, ...rest }: Smtp, secretOf: SecretOf) {
  const login =
    auth === null
      ? { auth: "false" }
      : { auth: "true", user: auth.username, password: secretOf?.(auth.password) ?? "unknown" };
  return { ...given(rest), port: String(port), starttls: String(starttls), ssl: String(ssl), ...login };
}
