// What the helpdesks with one confidential client in each realm have in common. What differs, a product's own
// file says.

import {
  type Explained,
  type ExplainedNode,
  given,
  originsOf,
  plainOf,
  preset,
  type Sourced,
} from "../model/explained.ts";
import type { ClientModel, MapperModel, Product, RealmKey, RealmModel, SingleModel } from "../model/types.ts";
import type { HelpdeskPeople } from "../people/types.ts";
import type { VendorAcceptance } from "../policy/types.ts";
import { expandProviders } from "../providers/expand.ts";
import { LAYOUTS, type RealmLayout, realmKeysOf, realmLayout } from "../spec/layout.ts";
import type { RealmSpec, Spec } from "../spec/schema.ts";
import { DEFAULT_SCOPES, OPTIONAL_SCOPES } from "./client-scopes.ts";
import { expandDirectory } from "./ldap-federation.ts";
import { expandUsers } from "./person.ts";
import { expandPolicy } from "./policy.ts";
import { expandProfile, PLAIN_PROFILE, type ProfilePreset } from "./profile.ts";
import { expandSettings } from "./realm-settings.ts";
import type { DirectRenderer, Expansion, HelpdeskLogin, RenderFacts, Rendering } from "./types.ts";

export type Interface = HelpdeskLogin["interface"];

/** What a product says of its client in a realm; the spec's own lists win over its addresses. */
export type ProductClient = Pick<
  Explained<ClientModel>,
  | "standardFlow"
  | "pkce"
  | "redirectUris"
  | "webOrigins"
  | "postLogoutRedirectUris"
  | "backchannelLogoutUrl"
  | "idTokenAlgorithm"
  | "mappers"
>;

/** The realm that a part of a product is made for. */
export interface Place {
  readonly key: RealmKey;
  readonly spec: Spec;
  /** Which of the helpdesk's interfaces people log in to by this realm. */
  readonly interfaces: readonly Interface[];
  readonly clientId: string;
}

/** A product with one confidential client, key `app`, in each realm. */
export interface StandardProduct {
  readonly product: Product;
  readonly client: (place: Place) => ProductClient;
  /** Keycloak's own profile where a product asks for nothing else. */
  readonly profile?: (place: Place) => ProfilePreset;
  readonly login: (login: Interface, place: Place, client: ClientModel) => Omit<HelpdeskLogin, Shared>;
  readonly accepted: readonly VendorAcceptance[];
  readonly people: (key: RealmKey) => Omit<HelpdeskPeople, "name">;
  readonly render: (model: SingleModel, spec: Spec, facts: RenderFacts) => Rendering;
  /** Without it, the helpdesk is set up with Keycloak alone. */
  readonly direct?: (spec: Spec) => DirectRenderer;
}

type Shared = "interface" | "realm" | "client";

const keycloak = <T>(value: T): Sourced<T> => preset(value, "keycloak", "Keycloak's default");
const ours = <T>(value: T, reason: string): Sourced<T> => preset(value, "deskrealm", reason);

/** The interfaces that log in by a realm of the spec. */
export const interfacesOf = (key: RealmKey, spec: Spec): readonly Interface[] =>
  key === "people" ? (spec.interfaces ?? ["agents", "customers"]) : [key];

/** The explicit model of a spec, by the product's own answers. */
export function expandStandard(product: StandardProduct, spec: Spec): Expansion {
  const places = realmKeysOf(spec).map((key) => placeOf(key, spec));
  const explained = explain(product, spec, places);
  const value = plainOf<SingleModel>(explained);
  return {
    model: value,
    explained: explained as unknown as ExplainedNode,
    get origins() {
      return originsOf(explained);
    },
    policy: expandPolicy(spec.policy, product.accepted),
    backendUrl: null,
    loginRoles: {},
    logins: places.flatMap((place) => loginsOf(product, place, value)),
    supportedKeycloak: null,
    people: (key) => ({ name: LAYOUTS[product.product].name, ...product.people(key) }),
    render: (facts) => product.render(value, spec, facts),
    direct: product.direct?.(spec) ?? null,
    migration: null,
  };
}

function placeOf(key: RealmKey, spec: Spec): Place {
  const { clients } = realmLayout(spec.helpdesk, key);
  const clientId = spec[key]?.clients?.app?.clientId ?? clients.app;
  return { key, spec, interfaces: interfacesOf(key, spec), clientId };
}

function loginsOf(product: StandardProduct, place: Place, { realms }: SingleModel): HelpdeskLogin[] {
  const client = realms[place.key]?.clients["app"];
  if (client === undefined) return [];
  return place.interfaces.map((login) => ({
    ...product.login(login, place, client),
    interface: login,
    realm: place.key,
    client: "app",
  }));
}

function explain(product: StandardProduct, spec: Spec, places: readonly Place[]): Explained<SingleModel> {
  const realms = places.map((place) => [place.key, expandRealm(product, place)] as const);
  return {
    key: ours(product.product, "the product's name is the helpdesk's key"),
    product: given(spec.helpdesk, "helpdesk") as Sourced<Product>,
    url: given(spec.url, "url") as Sourced<string>,
    realms: Object.fromEntries(realms),
  };
}

function expandRealm(product: StandardProduct, place: Place): Explained<RealmModel> {
  const { key, spec } = place;
  const realm = spec[key] ?? {};
  const layout = realmLayout(product.product, key);
  const { name } = LAYOUTS[product.product];
  const title = key === "customers" ? `${name} customers` : name;
  const app = expandClient(product, place, realm, layout);
  return {
    realm: given(realm.realm, key, "realm") ?? ours(layout.realm, "the product's name and who logs in"),
    enabled: ours(true, "a disabled realm lets nobody in"),
    ...expandSettings(key, realm, spec.shared ?? {}, ours(title, "shown on the login page")),
    profile: expandProfile(key, realm, product.profile?.(place) ?? PLAIN_PROFILE),
    clients: { app },
    builtInClientRoles: {},
    ...expandDirectory(realm.ldap, { key, clientId: app.clientId }),
    ...expandProviders(realm.identityProviders, { key, clientId: app.clientId, helpdeskUrl: spec.url }),
    users: expandUsers(key, realm),
  };
}

function expandClient(
  product: StandardProduct,
  place: Place,
  { clients, roles = [] }: RealmSpec,
  layout: RealmLayout,
): Explained<ClientModel> {
  const { key } = place;
  const spec = clients?.app;
  const at = [key, "clients", "app"] as const;
  const own = product.client(place);
  const list = (name: "redirectUris" | "webOrigins" | "postLogoutRedirectUris") =>
    given(spec?.[name] && [...new Set(spec[name])].sort(), ...at, name) ?? own[name];
  return {
    clientId: given(spec?.clientId, ...at, "clientId") ?? ours(layout.clients.app, "the product's name"),
    name: given(spec?.name, ...at, "name") ?? keycloak(null),
    enabled: keycloak(true),
    access: preset("confidential", "vendor", "the helpdesk's settings ask for a client secret"),
    standardFlow: own.standardFlow,
    implicitFlow: ours(false, "tokens do not belong in addresses"),
    directAccessGrants: ours(false, "passwords are for Keycloak's form alone"),
    serviceAccount: keycloak(false),
    deviceAuthorizationGrant: keycloak(false),
    consentRequired: keycloak(false),
    fullScopeAllowed: ours(false, "tokens hold no roles but the helpdesk's own"),
    pkce: own.pkce,
    redirectUris: list("redirectUris"),
    webOrigins: list("webOrigins"),
    postLogoutRedirectUris: list("postLogoutRedirectUris"),
    rootUrl: keycloak(null),
    baseUrl: keycloak(null),
    adminUrl: keycloak(null),
    frontchannelLogout: keycloak(false),
    backchannelLogoutUrl: own.backchannelLogoutUrl,
    idTokenAlgorithm: own.idTokenAlgorithm,
    userinfoAlgorithm: keycloak(null),
    defaultScopes: keycloak(DEFAULT_SCOPES),
    optionalScopes: keycloak(OPTIONAL_SCOPES),
    mappers: own.mappers,
    flowOverrides: { browser: keycloak(null), directGrant: keycloak(null) },
    roles: Object.fromEntries(
      roles.map((role, index) => [
        role,
        { description: given(null, key, "roles", index) as Sourced<null>, composites: keycloak([]) },
      ]),
    ),
    serviceAccountRoles: {},
  };
}

/**
 * A mapper that puts the names of a person's roles of one client into a claim at the top of the ID token and of
 * userinfo, where Keycloak itself puts none.
 */
export function rolesClaim(claim: string, clientId: string, reason: string): Explained<MapperModel> {
  const value = (text: string) => ours(text, reason);
  return {
    type: value("oidc-usermodel-client-role-mapper"),
    config: {
      "access.token.claim": value("false"),
      "claim.name": value(claim),
      "id.token.claim": value("true"),
      "introspection.token.claim": value("false"),
      "jsonType.label": value("String"),
      multivalued: value("true"),
      "userinfo.token.claim": value("true"),
      "usermodel.clientRoleMapping.clientId": value(clientId),
    },
  };
}
