// The directory of a test realm: the realm's own filters, mappers and groups, on one that is started for it.

import type { RealmKey } from "../model/types.ts";
import { formatDn, parseDn } from "../spec/distinguished-name.ts";
import { onOpenLdap } from "./active-directory.ts";
import type { Settings } from "./on-server.ts";

/** Account of every directory that is started for test realms. */
export const BIND_DN = "cn=keycloak,o=deskrealm";

/** What of a directory stays: nothing that says where it is, who asks it, or that writes to it. */
const KEPT = [
  ...["vendor", "users", "name", "enabled", "objectClasses", "username", "rdn", "uuid", "filter", "scope"],
  ...["pagination", "timeouts", "import", "sync", "cache", "trustEmail", "attributes", "groups"],
  ...["groupClass", "roles"],
];

/** A directory that is to be started before the derived spec is applied. */
export interface EphemeralDirectory {
  readonly key: RealmKey;
  /** The LDIF file, as the spec names it. */
  readonly ldif: string;
  readonly vendor: "openldap" | "active-directory";
  /** DNs at which searches begin: of people, of groups. They have to be there. */
  readonly containers: readonly string[];
  /** Variable of the derived spec that is to hold the directory's URL. */
  readonly urlVariable: string;
  /** Secret of the derived spec that is to hold the password of `BIND_DN`. */
  readonly passwordSecret: string;
}

const nameOf = (key: RealmKey): string => `ephemeral-directory-${key}`;

/** The directory of a realm that has one and an LDIF file for it. */
export function directoryOf(
  ldap: Settings | undefined,
  key: RealmKey,
  wanted: Settings | undefined,
): EphemeralDirectory | undefined {
  const ldif = wanted?.["ldif"];
  if (ldap === undefined || typeof ldif !== "string") return undefined;
  return {
    key,
    ldif,
    vendor: ldap["vendor"] as EphemeralDirectory["vendor"],
    containers: containersOf(ldap),
    urlVariable: nameOf(key),
    passwordSecret: nameOf(key),
  };
}

function containersOf({ users, groups, roles = {} }: Settings): string[] {
  const ofGroups = typeof groups === "object" ? (groups as Settings)["dn"] : groups;
  const named = Object.values(roles as Settings).flat();
  const aboveGroups = named.flatMap((dn) => {
    const [, ...above] = parseDn(String(dn)) ?? [];
    return above.length === 0 ? [] : formatDn(above);
  });
  const all = [users, ofGroups, ...aboveGroups].filter((dn) => typeof dn === "string");
  return [...new Set(all)];
}

/** The realm's `ldap` with the started directory in the place of its own; undefined without one. */
export function ephemeralLdap(
  ldap: Settings | undefined,
  key: RealmKey,
  wanted: Settings | undefined,
  notes: string[],
): Settings | undefined {
  if (ldap === undefined) return undefined;
  const urls = [ldap["url"]].flat().join(" ");
  const directory = directoryOf(ldap, key, wanted);
  if (directory === undefined) {
    notes.push(`directory ${urls} of ${key} is left out: nobody comes from there`);
    return undefined;
  }
  const { ldif, urlVariable, passwordSecret } = directory;
  const isActive = ldap["vendor"] === "active-directory";
  const one = isActive ? "an OpenLDAP" : "one";
  notes.push(`directory ${urls} of ${key} is replaced by ${one} on this machine with the people of ${ldif}`);
  if (typeof ldap["edit"] === "object")
    notes.push(`the window of ${key}.ldap.edit is left out: it is read only`);
  const kept = Object.fromEntries(Object.entries(ldap).filter(([name]) => KEPT.includes(name)));
  return {
    ...(isActive ? onOpenLdap(kept) : kept),
    ...(typeof ldap["edit"] === "string" ? { edit: ldap["edit"] } : {}),
    url: `\${var:${urlVariable}}`,
    bind: { dn: BIND_DN, password: `\${secret:${passwordSecret}}` },
  };
}
