// A realm's Active Directory on an OpenLDAP: what its vendor means by itself is said in words that every
// directory understands. OpenLDAP has no rule for groups within groups, nor Active Directory's binary ids.

import type { Settings } from "./on-server.ts";

/** Attribute with every group that an entry is in, those around its groups included. */
export const IN_CHAIN = "deskrealmInChain";

/** People who may log in: neither computers nor the disabled, which OpenLDAP too can tell by a bit. */
const PEOPLE =
  "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";
const ENABLED = "(!(userAccountControl:1.2.840.113556.1.4.803:=2))";
/** Active Directory's rule for groups within groups, where it asks for the groups of an entry. */
const OF_GROUPS = /memberOf:1\.2\.840\.113556\.1\.4\.1941:=/gi;
const RULE = /:1\.2\.840\.113556\.1\.4\.1941:=/;

/** The same people, names, groups and roles. */
export function onOpenLdap(ldap: Settings): Settings {
  const { filter, groups } = ldap;
  const ofGroups = typeof groups === "object" ? (groups as Settings)["filter"] : undefined;
  return {
    ...ldap,
    vendor: "openldap",
    username: ldap["username"] ?? "sAMAccountName",
    rdn: ldap["rdn"] ?? "cn",
    uuid: "entryUUID",
    objectClasses: ldap["objectClasses"] ?? ["organizationalPerson", "person", "user"],
    filter: typeof filter === "string" ? `(&${inWords(filter)}${ENABLED})` : PEOPLE,
    ...(typeof ofGroups === "string"
      ? { groups: { ...(groups as Settings), filter: inWords(ofGroups) } }
      : {}),
    groupClass: ldap["groupClass"] ?? "group",
  };
}

const inWords = (filter: string): string => filter.replace(OF_GROUPS, `${IN_CHAIN}=`);

/** Where a filter asks by the rule for something else than groups, which OpenLDAP takes for nothing. */
export function filtersInChain({ filter, groups }: Settings): readonly (readonly string[])[] {
  const ofGroups = typeof groups === "object" ? (groups as Settings)["filter"] : undefined;
  const isLeft = (text: unknown) => RULE.test(inWords(String(text ?? "")));
  return [...(isLeft(filter) ? [["filter"]] : []), ...(isLeft(ofGroups) ? [["groups", "filter"]] : [])];
}
