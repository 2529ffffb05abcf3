// OTRS: two realms, one for agents and one for customer users, each with otrs-app and otrs-api.
// Source: the vendor's tutorial "Keycloak", for Keycloak 26.4.0. What it leaves open is marked as inferred.

import {
  type Explained,
  type ExplainedNode,
  given,
  originsOf,
  plainOf,
  preset,
  type Sourced,
} from "../model/explained.ts";
import type { ClientModel, RealmModel } from "../model/types.ts";
import { expandProviders } from "../providers/expand.ts";
import { LAYOUTS, type RealmLayout } from "../spec/layout.ts";
import type { RealmSpec, Spec } from "../spec/schema.ts";
import { DEFAULT_SCOPES, OPTIONAL_SCOPES } from "./client-scopes.ts";
import { expandDirectory } from "./ldap-federation.ts";
import { renderOtrs } from "./otrs-config.ts";
import { otrsMigration } from "./otrs-migration.ts";
import type { OtrsKey, OtrsModel } from "./otrs-model.ts";
import { otrsPeople } from "./otrs-people.ts";
import { OTRS_ACCEPTED } from "./otrs-policy.ts";
import { otrsProfile } from "./otrs-profile.ts";
import { expandUsers } from "./person.ts";
import { expandPolicy } from "./policy.ts";
import { expandProfile } from "./profile.ts";
import { expandSettings } from "./realm-settings.ts";
import type { Expansion, HelpdeskLogin } from "./types.ts";

/** Roles of realm-management that the tutorial gives to the service account of otrs-api. */
const API_ROLES = [
  "manage-clients",
  "manage-users",
  "query-users",
  "view-clients",
  "view-system",
  "view-users",
];

const TUTORIAL = "the vendor's tutorial";
const vendor = <T>(value: T, reason = TUTORIAL): Sourced<T> => preset(value, "vendor", reason);
const keycloak = <T>(value: T): Sourced<T> => preset(value, "keycloak", "Keycloak's default");

/** Both realms of the layout, as no OTRS does with one. */
const LAYOUT = LAYOUTS.otrs.realms as Record<
  OtrsKey,
  RealmLayout & { clients: { api: string }; loginRole: string }
>;

/** The explicit model of an OTRS spec, with the origin of every value. */
export function expandOtrs(spec: Spec): Expansion {
  const realms: Record<OtrsKey, Explained<RealmModel>> = {
    agents: expandRealm("agents", spec.agents ?? {}, spec),
    customers: expandRealm("customers", spec.customers ?? {}, spec),
  };
  const explained: Explained<OtrsModel> = {
    key: preset("otrs", "deskrealm", "the product's name is the helpdesk's key"),
    product: given(spec.helpdesk, "helpdesk") as Sourced<"otrs">,
    url: given(spec.url, "url") as Sourced<string>,
    realms,
  };
  const value = plainOf<OtrsModel>(explained);
  const loginRoles = {
    agents: spec.agents?.loginRole ?? LAYOUT.agents.loginRole,
    customers: spec.customers?.loginRole ?? LAYOUT.customers.loginRole,
  };
  const choices = {
    enableRemoteCheck: spec.config?.remoteCheck ?? false,
    disableUserRolesSync: spec.config?.roleSync === false,
    loginRoles,
  };
  return {
    model: value,
    explained: explained as unknown as ExplainedNode,
    get origins() {
      return originsOf(explained);
    },
    policy: expandPolicy(spec.policy, OTRS_ACCEPTED),
    backendUrl: spec.backendUrl ?? null,
    loginRoles,
    logins: (["agents", "customers"] as const).map((key) => otrsLogin(key, value, loginRoles[key])),
    supportedKeycloak: "26.4.0",
    people: otrsPeople,
    render: (facts) => renderOtrs(value, facts, choices),
    direct: null,
    migration: (facts, command) => otrsMigration(value, facts, command),
  };
}

/** What the vendor's text says of a login, which is little: the roles' place is inferred. */
export function otrsLogin(key: OtrsKey, model: OtrsModel, gate: string): HelpdeskLogin {
  const { app } = model.realms[key].clients;
  return {
    interface: key,
    realm: key,
    client: "app",
    redirectUri: null,
    authentication: app?.access === "confidential" ? "client_secret_post" : "none",
    pkce: null,
    nonce: true,
    scopes: [],
    reads: ["access token", "ID token"],
    claims: { given_name: "firstName", family_name: "lastName", email: "email" },
    roles: ["resource_access", app?.clientId ?? "", "roles"],
    gate,
    algorithms: null,
  };
}

function expandRealm(key: OtrsKey, realm: RealmSpec, spec: Spec): Explained<RealmModel> {
  const title = key === "agents" ? "OTRS" : "OTRS customer portal";
  const app = expandApp(key, realm, spec.url);
  return {
    realm: given(realm.realm, key, "realm") ?? vendor(LAYOUT[key].realm),
    enabled: preset(true, "deskrealm", "a disabled realm lets nobody in"),
    ...expandSettings(key, realm, spec.shared ?? {}, preset(title, "deskrealm", "shown on the login page")),
    profile: expandProfile(key, realm, otrsProfile(key)),
    clients: { app, api: expandApi(key, realm, spec.url) },
    builtInClientRoles: {
      "realm-management": vendor(["view-system"], "the tutorial creates view-system, which no Keycloak has"),
    },
    ...expandDirectory(realm.ldap, { key, clientId: app.clientId }),
    ...expandProviders(realm.identityProviders, { key, clientId: app.clientId, helpdeskUrl: spec.url }),
    users: expandUsers(key, realm),
  };
}

/** What both clients have in common. */
function commonClient(key: OtrsKey, part: "app" | "api", realm: RealmSpec, url: string) {
  const client = realm.clients?.[part];
  const at = [key, "clients", part] as const;
  const inApp = [key, "clients", "app"] as const;
  const app = realm.clients?.app;
  const sorted = (list: readonly string[] | undefined) =>
    list === undefined ? undefined : [...new Set(list)].sort();
  // otrs-api takes otrs-app's addresses: Keycloak's plugin refuses a standard flow without a redirect URI.
  const list = (
    name: "redirectUris" | "webOrigins" | "postLogoutRedirectUris",
    fallback: string[],
    reason: string,
  ) =>
    given(sorted(client?.[name]), ...at, name) ??
    given(sorted(app?.[name]), ...inApp, name) ??
    preset(fallback, "inferred", reason);
  return {
    name: given(client?.name, ...at, "name") ?? keycloak(null),
    enabled: keycloak(true),
    standardFlow: vendor(true),
    implicitFlow: vendor(false, "the tutorial selects the standard flow only"),
    directAccessGrants: vendor(false, "the tutorial selects the standard flow only"),
    deviceAuthorizationGrant: keycloak(false),
    consentRequired: keycloak(false),
    fullScopeAllowed: keycloak(true),
    redirectUris: list(
      "redirectUris",
      [`${url}/*`],
      "the vendor names no redirect URI: everything below the helpdesk's URL, until the spec names the exact one",
    ),
    webOrigins: list("webOrigins", [new URL(url).origin], "the origin of the helpdesk's URL"),
    postLogoutRedirectUris: list("postLogoutRedirectUris", [url], "the helpdesk's URL"),
    rootUrl: keycloak(null),
    baseUrl: keycloak(null),
    adminUrl: keycloak(null),
    frontchannelLogout: keycloak(false),
    backchannelLogoutUrl: keycloak(null),
    idTokenAlgorithm: keycloak(null),
    userinfoAlgorithm: keycloak(null),
    optionalScopes: keycloak(OPTIONAL_SCOPES),
    mappers: {},
    flowOverrides: { browser: keycloak(null), directGrant: keycloak(null) },
  };
}

function expandApp(key: OtrsKey, realm: RealmSpec, url: string): Explained<ClientModel> {
  const spec = realm.clients?.app;
  const at = [key, "clients", "app"] as const;
  const pkce = spec?.pkce === undefined ? undefined : spec.pkce === "S256" ? ("S256" as const) : null;
  const login = given(realm.loginRole, key, "loginRole");
  const roles = Object.fromEntries(
    (realm.roles ?? []).map((role, index) => [
      role,
      { description: given(null, key, "roles", index) as Sourced<null>, composites: keycloak([]) },
    ]),
  );
  return {
    ...commonClient(key, "app", realm, url),
    clientId: given(spec?.clientId, ...at, "clientId") ?? vendor(LAYOUT[key].clients.app),
    access:
      given(spec?.access, ...at, "access") ??
      vendor("public", "the vendor's configuration has no key for a secret of otrs-app"),
    serviceAccount: vendor(false),
    pkce:
      given(pkce, ...at, "pkce") ??
      preset(null, "inferred", "the vendor does not say that OTRS sends a challenge, so none is demanded"),
    defaultScopes: keycloak(DEFAULT_SCOPES),
    roles: {
      [login?.value ?? LAYOUT[key].loginRole]: {
        description:
          login === undefined
            ? preset(null, "vendor", "the role that lets a person in")
            : (given(null, key, "loginRole") as Sourced<null>),
        composites: keycloak([]),
      },
      ...roles,
    },
    serviceAccountRoles: {},
  };
}

function expandApi(key: OtrsKey, realm: RealmSpec, url: string): Explained<ClientModel> {
  const spec = realm.clients?.api;
  return {
    ...commonClient(key, "api", realm, url),
    clientId: given(spec?.clientId, key, "clients", "api", "clientId") ?? vendor(LAYOUT[key].clients.api),
    access: vendor("confidential", "the tutorial turns client authentication on"),
    serviceAccount: vendor(true),
    pkce: keycloak(null),
    defaultScopes: keycloak([...DEFAULT_SCOPES, "service_account"].sort()),
    roles: {},
    serviceAccountRoles: { "realm-management": vendor(API_ROLES) },
  };
}
