// What differs between directories: the values that a spec leaves to its `vendor`.

import type { FederationModel } from "../model/federation.ts";
import type { LdapSpec } from "../spec/ldap.ts";

export type GroupClass = NonNullable<LdapSpec["groupClass"]>;

export interface DirectoryVendor {
  readonly vendor: FederationModel["vendor"];
  readonly username: string;
  readonly rdn: string;
  readonly uuid: string;
  readonly objectClasses: readonly string[];
  /** Why these, and not those of the vendor's text. */
  readonly whyClasses: string;
  readonly filter: string | null;
  /** Operational attribute with the entry's own name. */
  readonly dn: string;
  /** Operational attributes with the times of an entry. */
  readonly created: string;
  readonly modified: string;
  /** Whether Keycloak may remember people; where the directory disables them, it may not. */
  readonly cached: boolean;
  /** What Keycloak sets where nobody logs in by Kerberos either. */
  readonly kerberosPrincipal: string;
  readonly groupClass: GroupClass;
  /** Whether the directory itself finds the groups that a person's groups are in. */
  readonly nestedGroups: boolean;
}

export const VENDORS: Readonly<Record<LdapSpec["vendor"], DirectoryVendor>> = {
  openldap: {
    vendor: "OTHER",
    username: "uid",
    rdn: "uid",
    uuid: "entryUUID",
    objectClasses: ["inetOrgPerson", "organizationalPerson", "person"],
    whyClasses:
      "the vendor's list has posixAccount too, which would leave out every person without a Unix login: a person needs all of the classes",
    filter: null,
    dn: "entryDN",
    created: "createTimestamp",
    modified: "modifyTimestamp",
    cached: true,
    kerberosPrincipal: "krb5PrincipalName",
    groupClass: "groupOfNames",
    nestedGroups: false,
  },
  "active-directory": {
    vendor: "AD",
    username: "sAMAccountName",
    rdn: "cn",
    uuid: "objectGUID",
    objectClasses: ["organizationalPerson", "person", "user"],
    whyClasses: "what each person of an Active Directory has",
    filter: "(&(objectCategory=person)(objectClass=user))",
    dn: "distinguishedName",
    created: "whenCreated",
    modified: "whenChanged",
    cached: false,
    kerberosPrincipal: "userPrincipalName",
    groupClass: "group",
    nestedGroups: true,
  },
};

/** How a class of groups names its members. */
export const MEMBERS: Readonly<
  Record<GroupClass, { readonly attribute: string; readonly type: "DN" | "UID" }>
> = {
  groupOfNames: { attribute: "member", type: "DN" },
  groupOfUniqueNames: { attribute: "uniqueMember", type: "DN" },
  posixGroup: { attribute: "memberUid", type: "UID" },
  group: { attribute: "member", type: "DN" },
};
