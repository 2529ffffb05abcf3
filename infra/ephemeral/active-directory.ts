// A realm's Active Directory on an OpenLDAP: what its vendor means by itself is said in words that every
// directory understands. OpenLDAP has no rule for groups within groups, nor Active Directory's binary ids.

import type { Settings } from "./on-server.ts";

/** Attribute with every group that an entry is in, those around its groups included. */
export const IN_CHAIN = "deskrealmInChain";

/** People who may log in: neither computers nor the disabled, which OpenLDAP too can tell by a bit. */
const PEOPLE =
  "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";
const ENABLED = "(!(userAccountControl:1.2.840.113556.1.4.803:=2))";
/** Active Directory's rule for groups within groups. */
const RULE = /memberOf:1\.2\.840\.113556\.1\.4\.1941:=/gi;

/** The same people, names, groups and roles. */
export function onOpenLdap(ldap: Settings): Settings {
  const filter = ldap["filter"] as string | undefined;
  return {
    ...ldap,
    vendor: "openldap",
    username: ldap["username"] ?? "sAMAccountName",
    rdn: ldap["rdn"] ?? "cn",
    uuid: "entryUUID",
    objectClasses: ldap["objectClasses"] ?? ["organizationalPerson", "person", "user"],
    filter: filter === undefined ? PEOPLE : `(&${filter.replace(RULE, `${IN_CHAIN}=`)}${ENABLED})`,
    groupClass: ldap["groupClass"] ?? "group",
  };
}
