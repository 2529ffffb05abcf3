// The fewest Admin API calls that bring a model about: one realm import each. What `up` is measured
// against, and how tests of the live reader get a realm without Pulumi.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import {
  DIRECTORIES_ATTRIBUTE,
  directoryNames,
  OWNER_ATTRIBUTE,
  PEOPLE_ATTRIBUTE,
} from "../../infra/model/mark.ts";
import type {
  ClientModel,
  RealmModel,
  SecretReference,
  Smtp,
  UserModel,
  UserProfile,
} from "../../infra/model/types.ts";
import { groups, userStorage } from "./federation-directly.ts";

export interface ApplyOptions {
  /** The mark's text; without it the realm is nobody's. */
  readonly owner?: string;
  /** Value of a reference that is not Keycloak's own. */
  readonly secret?: (reference: SecretReference) => string;
}

/** Creates all realms of the model, which must not exist. */
export async function applyDirectly(
  client: AdminClient,
  model: PartialModel,
  options: ApplyOptions = {},
): Promise<void> {
  const realms = Object.values(model.realms);
  await Promise.all(realms.map((realm) => client.post("/realms", representation(realm, options))));
}

/** Deletes all realms of the model that exist. */
export async function removeDirectly(client: AdminClient, model: PartialModel): Promise<void> {
  await Promise.all(
    Object.values(model.realms).map(async ({ realm }) => {
      const path = adminPath`/realms/${realm}`;
      if ((await client.find(path)) !== undefined) await client.delete(path);
    }),
  );
}

function representation(realm: RealmModel, { owner, secret }: ApplyOptions): RealmRepresentation {
  const { bruteForce, clients, profile, locales, themes } = realm;
  const { userManagedAccess, ...login } = realm.login;
  return {
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
    ...(realm.smtp === null ? {} : { smtpServer: smtp(realm.smtp, secret) }),
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
    attributes: {
      ...given({ frontendUrl: realm.frontendUrl }),
      ...(owner === undefined
        ? {}
        : {
            [OWNER_ATTRIBUTE]: owner,
            [PEOPLE_ATTRIBUTE]: JSON.stringify(Object.keys(realm.users)),
            ...(Object.keys(realm.federations).length === 0
              ? {}
              : { [DIRECTORIES_ATTRIBUTE]: directoryNames(realm) }),
          }),
    },
    clients: Object.values(clients).map(clientRepresentation),
    roles: { client: clientRoles(realm) },
    groups: groups(realm),
    users: [
      ...Object.values(clients).flatMap((one) => (one.serviceAccount ? [serviceAccount(realm, one)] : [])),
      ...Object.entries(realm.users).map(([name, user]) => person(realm, name, user, secret)),
    ],
    components: {
      ...userStorage(realm, secret),
      "org.keycloak.userprofile.UserProfileProvider": [
        {
          providerId: "declarative-user-profile",
          subComponents: {},
          config: { "kc.user.profile.config": [JSON.stringify(profileConfig(profile))] },
        },
      ],
    },
  } as unknown as RealmRepresentation;
}

function clientRepresentation(client: ClientModel) {
  return {
    clientId: client.clientId,
    protocol: "openid-connect",
    enabled: client.enabled,
    ...given({
      name: client.name,
      rootUrl: client.rootUrl,
      baseUrl: client.baseUrl,
      adminUrl: client.adminUrl,
    }),
    publicClient: client.access === "public",
    standardFlowEnabled: client.standardFlow,
    implicitFlowEnabled: client.implicitFlow,
    directAccessGrantsEnabled: client.directAccessGrants,
    serviceAccountsEnabled: client.serviceAccount,
    consentRequired: client.consentRequired,
    fullScopeAllowed: client.fullScopeAllowed,
    frontchannelLogout: client.frontchannelLogout,
    redirectUris: client.redirectUris,
    webOrigins: client.webOrigins,
    defaultClientScopes: client.defaultScopes,
    optionalClientScopes: client.optionalScopes,
    protocolMappers: Object.entries(client.mappers).map(([name, { type, config }]) => ({
      name,
      protocol: "openid-connect",
      protocolMapper: type,
      config,
    })),
    attributes: {
      ...given({
        "pkce.code.challenge.method": client.pkce,
        "backchannel.logout.url": client.backchannelLogoutUrl,
        "id.token.signed.response.alg": client.idTokenAlgorithm,
        "user.info.response.signature.alg": client.userinfoAlgorithm,
      }),
      "post.logout.redirect.uris": client.postLogoutRedirectUris.join("##"),
      "oauth2.device.authorization.grant.enabled": String(client.deviceAuthorizationGrant),
    },
  };
}

function clientRoles({ clients, builtInClientRoles }: RealmModel) {
  const own = Object.values(clients).map(({ clientId, roles }) => [
    clientId,
    Object.entries(roles).map(([name, { description }]) => ({ name, ...given({ description }) })),
  ]);
  const builtIn = Object.entries(builtInClientRoles).map(([clientId, names]) => [
    clientId,
    names.map((name) => ({ name })),
  ]);
  return Object.fromEntries([...own, ...builtIn]);
}

function serviceAccount(realm: RealmModel, client: ClientModel) {
  return {
    username: `service-account-${client.clientId}`,
    enabled: true,
    serviceAccountClientId: client.clientId,
    // An import gives nobody the realm's default roles.
    realmRoles: [`default-roles-${realm.realm.toLowerCase()}`],
    clientRoles: client.serviceAccountRoles,
  };
}

function person(realm: RealmModel, username: string, user: UserModel, secret: ApplyOptions["secret"]) {
  const { clientRoles: roles, temporaryPassword, email, firstName, lastName, ...rest } = user;
  return {
    username,
    ...rest,
    ...given({ email, firstName, lastName }),
    realmRoles: [`default-roles-${realm.realm.toLowerCase()}`],
    clientRoles: Object.fromEntries(
      Object.entries(roles).map(([key, names]) => [realm.clients[key]?.clientId ?? key, names]),
    ),
    ...(temporaryPassword === null || secret === undefined
      ? {}
      : {
          credentials: [{ type: "password", temporary: true, value: secret(temporaryPassword) }],
          // An import does not do it for a temporary password.
          requiredActions: ["UPDATE_PASSWORD"],
        }),
  };
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

function smtp({ auth, port, starttls, ssl, ...rest }: Smtp, secret: ApplyOptions["secret"]) {
  const login =
    auth === null
      ? { auth: "false" }
      : { auth: "true", user: auth.username, password: secret?.(auth.password) ?? "unknown" };
  return { ...given(rest), port: String(port), starttls: String(starttls), ssl: String(ssl), ...login };
}

/** The entries that are there. */
function given(values: Readonly<Record<string, string | null>>): Record<string, string> {
  const there = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(there);
}
