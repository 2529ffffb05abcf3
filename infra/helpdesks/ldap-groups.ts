// Groups of a directory, and the roles that people have by them. Keycloak's own mapper of roles knows groups
// by names equal to the roles' alone, so each group of the directory becomes one of Keycloak's, with roles.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type { GroupModel } from "../model/federation.ts";
import type { MapperModel, RealmKey } from "../model/types.ts";
import { formatDn, parseDn } from "../spec/distinguished-name.ts";
import type { LdapSpec } from "../spec/ldap.ts";
import { ALL } from "../spec/ldap-fields.ts";
import { escapeInFilter } from "../spec/search-filter.ts";
import { MEMBERS, VENDORS } from "./ldap-vendors.ts";

interface RoleGroup {
  readonly dn: string;
  readonly roles: readonly string[];
  /** Where the spec names it first, below `ldap`. */
  readonly path: readonly (string | number)[];
}

/** Groups that have roles, by the name that Keycloak knows them by. */
export function roleGroups({ roles = {} }: LdapSpec): ReadonlyMap<string, RoleGroup> {
  const groups = new Map<string, RoleGroup>();
  for (const [role, value] of Object.entries(roles)) {
    if (value === ALL) continue;
    [value].flat().forEach((dn, index) => {
      const wanted = parseDn(dn)?.[0]?.[0]?.value ?? dn;
      // The same group, spelt otherwise: the first spelling counts.
      const name = [...groups.keys()].find((one) => one.toLowerCase() === wanted.toLowerCase()) ?? wanted;
      const path = ["roles", role, ...(Array.isArray(value) ? [index] : [])];
      const before = groups.get(name) ?? { dn, path, roles: [] };
      groups.set(name, { ...before, roles: [...new Set([...before.roles, role])].sort() });
    });
  }
  return groups;
}

/** The groups of Keycloak that give the roles. */
export function expandGroups(ldap: LdapSpec, key: RealmKey): Record<string, Explained<GroupModel>> {
  return Object.fromEntries(
    [...roleGroups(ldap)].map(([name, { roles, path }]) => [
      name,
      { clientRoles: { app: given(roles, key, "ldap", ...path) as Sourced<readonly string[]> } },
    ]),
  );
}

interface GroupSource {
  readonly dn: string;
  readonly filter?: string | undefined;
  /** Where the spec says so, below `ldap`. */
  readonly path: readonly (string | number)[];
  /** Everything below the DN; else the group that has it. */
  readonly below?: boolean;
}

/** A mapper of one group, or of all below a DN. */
export function groupMapper(
  ldap: LdapSpec,
  key: RealmKey,
  { dn, filter, path, below = false }: GroupSource,
): Explained<MapperModel> {
  const vendor = VENDORS[ldap.vendor];
  const at = [key, "ldap"] as const;
  const groupClass =
    given(ldap.groupClass, ...at, "groupClass") ??
    preset(vendor.groupClass, "keycloak", "Keycloak's default");
  const members = MEMBERS[groupClass.value];
  const [own, ...above] = parseDn(dn) ?? [];
  const { type = "cn", value = "" } = own?.[0] ?? {};
  const fixed = <T>(value: T, reason = "Keycloak's default") => preset(value, "keycloak", reason);
  const ours = <T>(value: T, reason: string) => preset(value, "deskrealm", reason);
  const said = (text: string) => given(text, ...at, ...path) as Sourced<string>;
  // By its whole name, too: in a branch below, somebody else may have made another one that is called the same.
  const whole = escapeInFilter(formatDn(parseDn(dn) ?? []));
  const chosen = below
    ? given(filter, ...at, "groups", "filter")
    : said(`(&(${type}=${escapeInFilter(value)})(${vendor.dn}=${whole}))`);
  return {
    type: fixed("group-ldap-mapper", "Keycloak's mapper of groups"),
    config: {
      "groups.dn": said(below ? dn : formatDn(above)),
      ...(chosen === undefined ? {} : { "groups.ldap.filter": chosen }),
      "group.name.ldap.attribute": below ? fixed("cn") : said(type),
      "group.object.classes": groupClass,
      "membership.ldap.attribute": fixed(members.attribute, "the attribute of the groups' object class"),
      "membership.attribute.type": fixed(members.type, "as the groups' object class names people"),
      "membership.user.ldap.attribute":
        given(ldap.username, ...at, "username") ?? fixed(vendor.username, "the attribute of the user name"),
      "user.roles.retrieve.strategy": vendor.nestedGroups
        ? ours("LOAD_GROUPS_BY_MEMBER_ATTRIBUTE_RECURSIVELY", "groups within the group count too")
        : fixed("LOAD_GROUPS_BY_MEMBER_ATTRIBUTE"),
      "memberof.ldap.attribute": fixed("memberOf"),
      mode: ours("READ_ONLY", "people are put into groups in the directory"),
      "preserve.group.inheritance": ours("false", "a group in two others could not stand at two places"),
      "ignore.missing.groups": fixed("false"),
      "drop.non.existing.groups.during.sync": ours("false", "no group of Keycloak's goes by a sync"),
      "groups.path": fixed("/"),
    },
  };
}
