// What the program registers for a model that Pulumi can import, and where on a server each of it is.
// A test compares this with what the components register.

import { logicalName } from "../../infra/components/logical-name.ts";
import type { ClientModel, Model, RealmModel } from "../../infra/model/types.ts";
import { joinId } from "../../infra/plugin/resource-id.ts";

/** What a server is asked for; the answer is its id. */
export type Place =
  | { readonly kind: "realm" }
  | { readonly kind: "client"; readonly clientId: string }
  | { readonly kind: "role"; readonly clientId: string; readonly role: string }
  | { readonly kind: "service-account"; readonly clientId: string }
  | { readonly kind: "federation"; readonly name: string }
  | { readonly kind: "group"; readonly name: string }
  | { readonly kind: "broker-flow"; readonly name: string }
  | { readonly kind: "identity-provider"; readonly name: string }
  | { readonly kind: "person"; readonly username: string };

/** One resource of the program. */
export interface Entry {
  /** Logical name. */
  readonly name: string;
  readonly type: string;
  /** Logical name of the component that it is in. */
  readonly parent: string;
  /** Name of the realm that it is in, or is. */
  readonly realm: string;
  readonly place: Place;
  /** Whether it is a part of the place's own resource, such as a client's mappers. */
  readonly part: boolean;
  /** The id in Pulumi's state, from the server's own. */
  readonly stateId: (found: string) => string;
  /** The id that `pulumi import` is given, from the server's own. */
  readonly importId: (found: string) => string;
}

export const REALM_TYPE = "keycloak:index/realm:Realm";
export const CLIENT_TYPE = "keycloak:openid/client:Client";
export const ROLE_TYPE = "keycloak:index/role:Role";
export const USER_TYPE = "keycloak:index/user:User";
export const FEDERATION_TYPE = "keycloak:ldap/userFederation:UserFederation";
export const GROUP_TYPE = "keycloak:index/group:Group";
export const PROFILE_TYPE = "keycloak:index/realmUserProfile:RealmUserProfile";
const OWN = "pulumi-nodejs:dynamic/deskrealm";
export const PROVIDER_TYPE = `${OWN}:IdentityProvider`;
export const BROKER_FLOW_TYPE = `${OWN}:BrokerFlow`;
export const MAPPERS_TYPE = `${OWN}:FederationMappers`;
/** It remembers which Keycloak the realm is on. */
export const DETAILS_TYPE = `${OWN}:RealmDetails`;

/**
 * All entries of a model, parents before children. The user profile is not among them: the Keycloak plugin
 * cannot import it.
 */
export function entriesOf({ key, realms }: Pick<Model, "key" | "realms">): Entry[] {
  return Object.entries(realms).flatMap(([name, realm]) => realmEntries([key, name], realm));
}

function realmEntries(path: readonly string[], model: RealmModel): Entry[] {
  const parent = logicalName(...path);
  const { realm } = model;
  const same = (found: string) => found;
  const common = { parent, realm, part: false };
  const whole = { ...common, place: { kind: "realm" } as const, stateId: same, importId: same };
  return [
    { ...whole, name: logicalName(parent, "realm"), type: REALM_TYPE },
    { ...whole, name: logicalName(parent, "details"), type: DETAILS_TYPE, part: true },
    ...Object.entries(model.clients).flatMap(([key, client]) =>
      clientEntries(logicalName(parent, "clients", key), client, common),
    ),
    ...Object.keys(model.groups).flatMap((name) =>
      groupEntries(logicalName(parent, "groups", name), name, common),
    ),
    ...Object.entries(model.federations).flatMap(([key, { name }]) =>
      federationEntries(logicalName(parent, "federations", key), name, common),
    ),
    ...brokerEntries(parent, model, common),
    ...Object.keys(model.users).flatMap((username) =>
      personEntries(logicalName(parent, "users", username), username, common),
    ),
  ];
}

type Common = Pick<Entry, "parent" | "realm" | "part">;

function clientEntries(name: string, { clientId, roles, serviceAccount }: ClientModel, common: Common) {
  const joined = joinedIn(common);
  const place = { kind: "client", clientId } as const;
  const byName = () => joinId(common.realm, clientId);
  const attachments: Entry = {
    ...common,
    part: true,
    name: logicalName(name, "attachments"),
    type: `${OWN}:ClientAttachments`,
    place,
    stateId: byName,
    importId: byName,
  };
  const account: Entry = {
    ...common,
    part: true,
    name: logicalName(name, "service-account"),
    type: `${OWN}:UserClientRoles`,
    place: { kind: "service-account", clientId },
    stateId: joined.importId,
    importId: joined.importId,
  };
  return [
    { ...common, ...joined, name: logicalName(name, "client"), type: CLIENT_TYPE, place },
    ...Object.keys(roles).map((role) => ({
      ...common,
      ...joined,
      name: logicalName(name, "roles", role),
      type: ROLE_TYPE,
      place: { kind: "role", clientId, role } as const,
    })),
    attachments,
    ...(serviceAccount ? [account] : []),
  ];
}

function personEntries(name: string, username: string, common: Common): Entry[] {
  const joined = joinedIn(common);
  const place = { kind: "person", username } as const;
  return [
    { ...common, ...joined, name: logicalName(name, "user"), type: USER_TYPE, place },
    ...[
      ["details", `${OWN}:PersonDetails`],
      ["roles", `${OWN}:UserClientRoles`],
    ].map(([part = "", type = ""]) => ({
      ...{ ...common, place, type, part: true, name: logicalName(name, part) },
      stateId: joined.importId,
      importId: joined.importId,
    })),
  ];
}

function groupEntries(logical: string, name: string, common: Common): Entry[] {
  const joined = joinedIn(common);
  const place = { kind: "group", name } as const;
  return [
    { ...common, ...joined, name: logicalName(logical, "group"), type: GROUP_TYPE, place },
    {
      ...common,
      part: true,
      name: logicalName(logical, "roles"),
      type: "keycloak:index/groupRoles:GroupRoles",
      place,
      stateId: joined.importId,
      importId: joined.importId,
    },
  ];
}

/** Imported without the password: the next `up` sets the spec's. */
function federationEntries(logical: string, name: string, common: Common): Entry[] {
  const joined = joinedIn(common);
  const place = { kind: "federation", name } as const;
  return [
    { ...common, ...joined, name: logical, type: FEDERATION_TYPE, place },
    {
      ...common,
      part: true,
      name: logicalName(logical, "mappers"),
      type: MAPPERS_TYPE,
      place,
      stateId: joined.importId,
      importId: joined.importId,
    },
  ];
}

/** Both are known by their aliases. A provider comes without its secret: the next `up` sets the spec's. */
function brokerEntries(parent: string, model: RealmModel, common: Common): Entry[] {
  const byAlias = (alias: string) => joinId(common.realm, alias);
  const ids = { stateId: byAlias, importId: byAlias };
  return [
    ...Object.keys(model.brokerFlows).map((alias) => ({
      ...{ ...common, ...ids, name: logicalName(parent, "broker-flows", alias), type: BROKER_FLOW_TYPE },
      place: { kind: "broker-flow", name: alias } as const,
    })),
    ...Object.keys(model.identityProviders).map((alias) => ({
      ...{ ...common, ...ids, name: logicalName(parent, "identity-providers", alias), type: PROVIDER_TYPE },
      place: { kind: "identity-provider", name: alias } as const,
    })),
  ];
}

/** The Keycloak plugin keeps the bare id and imports with the realm's name in front. */
function joinedIn({ realm }: Common): Pick<Entry, "stateId" | "importId"> {
  return { stateId: (found) => found, importId: (found) => joinId(realm, found) };
}
