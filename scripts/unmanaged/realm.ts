// What else a realm can have: providers, federations, keys, groups, roles, and settings that no spec has.

import type ComponentRepresentation from "@keycloak/keycloak-admin-client/lib/defs/componentRepresentation.js";
import type GroupRepresentation from "@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js";
import type IdentityProviderRepresentation from "@keycloak/keycloak-admin-client/lib/defs/identityProviderRepresentation.js";
import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { USER_STORAGE } from "../../infra/admin/federations.ts";
import { isOfOneGroup } from "../../infra/export/mapper-names.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { OWN_KEYS, OWN_ROLES } from "./keycloaks-own.ts";
import { listSome } from "./list.ts";
import type { Found } from "./types.ts";

export async function findIdentityProviders(
  admin: AdminClient,
  { realm, identityProviders }: Pick<RealmModel, "realm" | "identityProviders">,
): Promise<Found[]> {
  const path = adminPath`/realms/${realm}/identity-provider/instances`;
  const query = { briefRepresentation: true };
  const { entries, more } = await listSome<IdentityProviderRepresentation>(
    ...[admin, path, "identity providers", query],
  );
  const foreign = entries.filter(({ alias = "" }) => !Object.hasOwn(identityProviders, alias));
  const found = foreign.map(({ alias = "", providerId = "" }): Found => {
    return { kind: "identity-provider", name: alias, text: `identity provider ${alias} (${providerId})` };
  });
  return [...found, ...more];
}

/** User federations, and keys that sign tokens. */
export async function findComponents(
  admin: AdminClient,
  { realm, federations }: Pick<RealmModel, "realm" | "federations">,
): Promise<Found[]> {
  const components = await admin.get<ComponentRepresentation[]>(adminPath`/realms/${realm}/components`);
  const ours = new Set(
    // Of two with one name the first is the spec's.
    Object.values(federations).map(
      ({ name }) => components.find((one) => one.name === name && one.providerId === "ldap")?.id,
    ),
  );
  return components.flatMap(({ id, providerType, providerId = "", name = "", config }): Found[] => {
    if (providerType === USER_STORAGE) {
      if (ours.has(id)) return [];
      const below = components.filter(({ parentId }) => parentId === id).length;
      const mappers = below === 0 ? "" : `, with ${below} ${below === 1 ? "mapper" : "mappers"}`;
      const disabled = config?.["enabled"]?.[0] === "false" ? ", disabled" : "";
      const text = `user federation ${name} (${providerId})${mappers}${disabled}`;
      return [{ kind: "user-federation", name, text }];
    }
    return providerType === "org.keycloak.keys.KeyProvider" && !OWN_KEYS.includes(name)
      ? [{ kind: "key-provider", name, text: `key provider ${name} (${providerId})` }]
      : [];
  });
}

/** Groups beyond the model's. Those that a directory brings along are told by their number. */
export async function findGroups(admin: AdminClient, { realm, ...model }: RealmModel): Promise<Found[]> {
  const query = { briefRepresentation: true };
  const [{ entries, more }, defaults] = await Promise.all([
    listSome<GroupRepresentation>(admin, adminPath`/realms/${realm}/groups`, "groups", query),
    admin.get<GroupRepresentation[]>(adminPath`/realms/${realm}/default-groups`),
  ]);
  const everybodys = new Set(defaults.map(({ id }) => id));
  // One that every new person joins, or with others below it, is more than the model's.
  const isKnown = ({ id, name = "", subGroupCount = 0 }: GroupRepresentation) =>
    Object.hasOwn(model.groups, name) && subGroupCount === 0 && !everybodys.has(id);
  const foreign = entries.filter((group) => !isKnown(group));
  const bringing = Object.values(model.federations).find(({ mappers }) =>
    Object.values(mappers).some((one) => one.type === "group-ldap-mapper" && !isOfOneGroup(one)),
  );
  const brought = bringing === undefined ? [] : foreign.filter(({ id }) => !everybodys.has(id));
  const text = `groups beside the spec's: ${brought.length}, those that ${bringing?.name} brings among them`;
  const number: Found[] = brought.length === 0 ? [] : [{ kind: "group", name: "", text }];
  const one = foreign.filter((group) => !brought.includes(group));
  const found = one.map(({ id, name = "", subGroupCount = 0 }): Found => {
    const below = subGroupCount === 0 ? "" : `, with ${subGroupCount} below it`;
    const joined = everybodys.has(id) ? ", which every new person joins" : "";
    return { kind: "group", name, text: `group ${name}${below}${joined}` };
  });
  return [...number, ...found, ...more];
}

export function findRealmRoles(roles: readonly RoleRepresentation[], realm: RealmRepresentation): Found[] {
  return roles.flatMap(({ name = "" }): Found[] =>
    OWN_ROLES.includes(name) || name === realm.defaultRole?.name
      ? []
      : [{ kind: "realm-role", name, text: `realm role ${name}` }],
  );
}

/** Settings beyond the model that an administrator should know of. */
export function findSettings(realm: RealmRepresentation): Found[] {
  const setting = (name: string, text: string): Found => ({ kind: "realm-setting", name, text });
  const more = realm as RealmRepresentation & { adminPermissionsEnabled?: boolean };
  const policies = realm.clientPolicies?.policies ?? [];
  return [
    ...(realm.eventsListeners ?? [])
      .filter((name) => name !== "jboss-logging")
      .map((name) => setting("eventsListeners", `event listener ${name}`)),
    ...(realm.organizationsEnabled === true ? [setting("organizations", "organizations are on")] : []),
    ...(more.adminPermissionsEnabled === true
      ? [setting("adminPermissions", "fine-grained admin permissions are on")]
      : []),
    ...policies.map(({ name = "" }) => setting("clientPolicies", `client policy ${name}`)),
  ];
}
