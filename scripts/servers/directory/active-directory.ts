// What OpenLDAP lacks for entries of an Active Directory: the names of its attributes and classes, and what the
// server itself would fill in. Groups within groups are spread when the directory is filled (`tree.ts`).

import { IN_CHAIN } from "../../../infra/ephemeral/active-directory.ts";
import type { LdifEntry, LdifValue } from "./ldif.ts";

const TEXTS = [
  ...["sAMAccountName", "userPrincipalName", "objectCategory", "department", "company", "division"],
  ...["employeeID", "mailNickname", "proxyAddresses", "wWWHomePage", "ipPhone"],
  ...["whenCreated", "whenChanged", "dSCorePropagationData", "adminDisplayName", "url"],
  ...Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`),
];
const NUMBERS = [
  ...["userAccountControl", "pwdLastSet", "accountExpires", "lastLogon", "lastLogoff", "lastLogonTimestamp"],
  ...["badPwdCount", "badPasswordTime", "logonCount", "codePage", "countryCode", "adminCount", "groupType"],
  ...["sAMAccountType", "primaryGroupID", "instanceType", "uSNCreated", "uSNChanged"],
];
const BYTES = ["objectGUID", "objectSid", "thumbnailPhoto"];
/** Of OpenLDAP's own schema. */
const COMMON = [
  ...["uid", "cn", "sn", "name", "givenName", "initials", "displayName", "mail", "title", "description"],
  ...[
    "telephoneNumber",
    "mobile",
    "pager",
    "facsimileTelephoneNumber",
    "homePhone",
    "street",
    "l",
    "st",
    "co",
  ],
  ...[
    "distinguishedName",
    "postalCode",
    "postalAddress",
    "physicalDeliveryOfficeName",
    "employeeNumber",
    "employeeType",
  ],
  ...["departmentNumber", "manager", "secretary", "info", "o", "ou", "preferredLanguage", "userPassword"],
];

const TEXT = "EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15";
const NUMBER = "EQUALITY integerMatch ORDERING integerOrderingMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27";
const BYTE = "EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40";
const NAME = "EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12";

/** Lines of a slapd.conf. Numbers are of an arc that belongs to nobody, for a directory that nobody copies. */
export function activeDirectorySchema(): string[] {
  let number = 0;
  const oid = () => `2.25.4242.${++number}`;
  const kinds = [
    [TEXTS, TEXT],
    [NUMBERS, NUMBER],
    [BYTES, BYTE],
    [[IN_CHAIN], NAME],
  ] as const;
  const attributes = kinds.flatMap(([names, kind]) =>
    names.map((name) => `attributetype ( ${oid()} NAME '${name}' ${kind} )`),
  );
  const own = [...TEXTS, ...NUMBERS, ...BYTES];
  const may = (names: readonly string[]) => `MAY ( ${names.join(" $ ")} )`;
  return [
    ...attributes,
    `objectclass ( ${oid()} NAME 'user' SUP top AUXILIARY ${may([...own, ...COMMON, IN_CHAIN])} )`,
    `objectclass ( ${oid()} NAME 'group' SUP top STRUCTURAL MUST cn ${may([...own, ...COMMON, IN_CHAIN, "member"])} )`,
    `objectclass ( ${oid()} NAME 'container' SUP top STRUCTURAL MUST cn ${may([...own, "name", "description"])} )`,
    ...["computer", "domainDNS", "securityPrincipal", "mailRecipient"].map(
      (name) => `objectclass ( ${oid()} NAME '${name}' SUP top AUXILIARY ${may([...own, ...COMMON])} )`,
    ),
  ];
}

/** The classes above `user`, which an Active Directory adds itself. */
const ABOVE_USER = ["top", "person", "organizationalPerson"];
/** `userAccountControl` of an account that may log in. */
const ENABLED = "512";

/** The entry with what the server itself would have filled in. */
export function asActiveDirectory(entry: LdifEntry): LdifEntry {
  const { line } = entry;
  const classes = valuesOf(entry, "objectClass").map((name) => name.toLowerCase());
  const add = (name: string, value: string): LdifValue => ({ name, value: Buffer.from(value), line });
  if (!classes.includes("user")) return entry;
  const categories = valuesOf(entry, "objectCategory").map((value) => value.toLowerCase());
  // The whole name is kept beside the short one: a filter may have either.
  const category = classes.includes("computer") ? "computer" : "person";
  return {
    ...entry,
    values: [
      ...entry.values,
      ...ABOVE_USER.filter((name) => !classes.includes(name.toLowerCase())).map((name) =>
        add("objectClass", name),
      ),
      ...(categories.includes(category) ? [] : [add("objectCategory", category)]),
      ...(valuesOf(entry, "userAccountControl").length > 0 ? [] : [add("userAccountControl", ENABLED)]),
    ],
  };
}

const valuesOf = ({ values }: LdifEntry, name: string): string[] =>
  values.filter((one) => one.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value.toString());
