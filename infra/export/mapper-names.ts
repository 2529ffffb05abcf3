// Mappers of a directory that somebody made, by the names that a spec would give them. What a mapper is called
// does nothing, so another name is no reason to leave out what it does.

import type { FederationModel } from "../model/federation.ts";
import type { MapperModel, RealmModel } from "../model/types.ts";
import { formatDn, parseDn } from "../spec/distinguished-name.ts";
import { withUsualMappers } from "./provider-mapper-names.ts";

/** Keycloak's own names, where they are not the attribute's. */
const NAMES: Readonly<Record<string, string>> = {
  firstName: "first name",
  lastName: "last name",
  createTimestamp: "creation date",
  modifyTimestamp: "modify date",
};

/** The realm with mappers renamed, where only one of them can be meant. */
export function withUsualNames(realm: RealmModel): RealmModel {
  const federations = Object.entries(realm.federations).map(([key, one]) => [key, renamed(one, realm)]);
  const identityProviders = withUsualMappers(realm);
  return { ...realm, federations: Object.fromEntries(federations), identityProviders };
}

function renamed(directory: FederationModel, realm: RealmModel): FederationModel {
  const entries = Object.entries(directory.mappers);
  const usual = entries.map(([, mapper]) => usualName(mapper, realm));
  const mappers = entries.map(([name, mapper], index) => {
    const other = usual[index];
    const isFree =
      other !== undefined &&
      !Object.hasOwn(directory.mappers, other) &&
      usual.filter((one) => one === other).length === 1;
    return [isFree ? other : name, mapper];
  });
  return { ...directory, mappers: Object.fromEntries(mappers) };
}

function usualName(mapper: MapperModel, realm: RealmModel): string | undefined {
  const { type, config } = mapper;
  const attribute = config["user.model.attribute"];
  if (type === "user-attribute-ldap-mapper" && attribute !== undefined)
    return Object.hasOwn(NAMES, attribute) ? NAMES[attribute] : attribute;
  if (type === "msad-user-account-control-mapper") return "MSAD account controls";
  const role = roleOf(mapper, realm);
  if (role !== undefined) return `role ${role}`;
  if (type !== "group-ldap-mapper") return undefined;
  const group = groupOf(mapper);
  return group === undefined ? "all groups" : `group ${group.value}`;
}

/** The role of the client `app` that a mapper gives to everybody; undefined where it is another mapper. */
export function roleOf({ type, config }: MapperModel, { clients }: RealmModel): string | undefined {
  const head = `${clients["app"]?.clientId}.`;
  const { role = "" } = config;
  return type === "hardcoded-ldap-role-mapper" && role.startsWith(head) ? role.slice(head.length) : undefined;
}

/** The group that a mapper's filter lets through alone. */
function groupOf({ type, config }: MapperModel) {
  const [, attribute = "", value] = ONE.exec(config["groups.ldap.filter"] ?? "") ?? [];
  if (type !== "group-ldap-mapper" || value === undefined) return undefined;
  return { attribute, value: decoded(value), above: parseDn(config["groups.dn"] ?? "") };
}

/** A filter on one value of one attribute, and perhaps on the entry's whole name. */
const ONE = /^(?:\(&)?\(([A-Za-z][A-Za-z0-9-]*)=([^*()]+)\)(?:\((?:entryDN|distinguishedName)=[^*()]+\)\))?$/;

/** A filter's value without its escapes, which are bytes of UTF-8. */
const decoded = (value: string): string =>
  value.replace(/(?:\\[0-9a-f]{2})+/gi, (escapes) =>
    new TextDecoder().decode(
      Uint8Array.from(escapes.slice(1).split("\\"), (hex) => Number.parseInt(hex, 16)),
    ),
  );

export const isOfOneGroup = (mapper: MapperModel): boolean => groupOf(mapper) !== undefined;

/** Names of Keycloak's groups that mappers of one group each fill. */
export function filledGroups(mappers: Readonly<Record<string, MapperModel>>): string[] {
  return Object.values(mappers).flatMap((mapper) => groupOf(mapper)?.value ?? []);
}

/** DN of the directory's group that fills one of Keycloak's; undefined where no mapper says. */
export function groupDnOf(name: string, { federations }: RealmModel): string | undefined {
  const mappers = Object.values(federations["ldap"]?.mappers ?? {});
  const found = mappers.map(groupOf).find((group) => group?.value === name);
  if (found?.above === undefined) return undefined;
  return formatDn([[{ type: found.attribute, value: found.value }], ...found.above]);
}
