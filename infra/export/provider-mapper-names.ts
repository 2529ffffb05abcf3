// Mappers of a provider that somebody made, by the names that a spec would give them.

import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { MapperModel, RealmModel } from "../model/types.ts";
import { roleMapperName } from "../providers/mappers.ts";
import { roleOf } from "./propose-provider.ts";

const NAMES: Readonly<Record<string, string>> = {
  email: "email",
  firstName: "first name",
  lastName: "last name",
};

/** The providers with mappers renamed, where only one of them can be meant. */
export function withUsualMappers(realm: RealmModel): RealmModel["identityProviders"] {
  const entries = Object.entries(realm.identityProviders).map(([alias, one]) => {
    return [alias, renamed(one, realm)] as const;
  });
  return Object.fromEntries(entries);
}

function renamed(provider: IdentityProviderModel, realm: RealmModel): IdentityProviderModel {
  const entries = Object.entries(provider.mappers);
  const usual = entries.map(([, mapper]) => usualName(mapper, realm));
  const mappers = entries.map(([name, mapper], index) => {
    const other = usual[index];
    const isFree =
      other !== undefined &&
      !Object.hasOwn(provider.mappers, other) &&
      usual.filter((one) => one === other).length === 1;
    return [isFree ? other : name, mapper];
  });
  return { ...provider, mappers: Object.fromEntries(mappers) };
}

function usualName(mapper: MapperModel, realm: RealmModel): string | undefined {
  const { type, config } = mapper;
  if (type === "oidc-username-idp-mapper") return "user name";
  if (type === "oidc-role-idp-mapper") {
    const role = roleOf(mapper, realm);
    return role === undefined ? undefined : roleMapperName(role, config["claim.value"] ?? "");
  }
  const attribute = config["user.attribute"];
  if (type !== "oidc-user-attribute-idp-mapper" || attribute === undefined) return undefined;
  return Object.hasOwn(NAMES, attribute) ? NAMES[attribute] : `attribute ${attribute}`;
}
