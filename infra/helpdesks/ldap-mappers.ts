// Every mapper of a directory. None is left to Keycloak, whose defaults depend on the vendor and on the edit
// mode at the first creation, and call people by their whole name twice. Its names for them are kept.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type { MapperModel } from "../model/types.ts";
import type { LdapSpec } from "../spec/ldap.ts";
import { ALL } from "../spec/ldap-fields.ts";
import type { Beside } from "./ldap-federation.ts";
import { groupMapper, roleGroups } from "./ldap-groups.ts";
import { VENDORS } from "./ldap-vendors.ts";

type Mapper = Explained<MapperModel>;

const keycloak = <T>(value: T, reason = "Keycloak's default"): Sourced<T> =>
  preset(value, "keycloak", reason);
const ours = <T>(value: T, reason: string): Sourced<T> => preset(value, "deskrealm", reason);

/** What people are called by, in Keycloak and by default in the directory. */
const NAMES = {
  email: ["email", "mail"],
  firstName: ["first name", "givenName"],
  lastName: ["last name", "sn"],
} as const;

/** All mappers by name. */
export function expandMappers(ldap: LdapSpec, beside: Beside): Record<string, Mapper> {
  const { key } = beside;
  const vendor = VENDORS[ldap.vendor];
  const at = [key, "ldap", "attributes"] as const;
  const username = given(ldap.username, key, "ldap", "username") ?? keycloak(vendor.username);
  const attributes = Object.entries(ldap.attributes ?? {});
  const named = Object.entries(NAMES).map(([name, [mapper, fallback]]) => {
    const source =
      given(ldap.attributes?.[name], ...at, name) ??
      (name === "firstName"
        ? preset(fallback, "vendor", "the vendor's text; Keycloak's own mapper takes cn, the whole name")
        : preset(fallback, "vendor", "the vendor's text"));
    return [mapper, attribute(name, source, ldap)] as const;
  });
  return {
    username: attribute("username", username, ldap, { mandatory: true, always: false }),
    ...Object.fromEntries(named),
    "creation date": attribute("createTimestamp", keycloak(vendor.created), ldap, { readOnly: true }),
    "modify date": attribute("modifyTimestamp", keycloak(vendor.modified), ldap, { readOnly: true }),
    ...Object.fromEntries(
      attributes
        .filter(([name]) => !Object.hasOwn(NAMES, name))
        .map(([name, source]) => [
          name,
          attribute(name, given(source, ...at, name) as Sourced<string>, ldap),
        ]),
    ),
    ...(ldap.vendor === "active-directory" ? { "MSAD account controls": accountControl() } : {}),
    ...groupMappers(ldap, beside),
    ...everybodysRoles(ldap, beside),
  };
}

function attribute(
  name: string,
  source: Sourced<string>,
  { vendor, edit }: LdapSpec,
  how: { readonly mandatory?: boolean; readonly always?: boolean; readonly readOnly?: boolean } = {},
): Mapper {
  // The schema demands a last name of every person; an entry without one could not be made.
  const { mandatory = vendor === "openldap" && /^(sn|cn)$/i.test(source.value) } = how;
  const { always = edit !== "unsynced" } = how;
  return {
    type: keycloak("user-attribute-ldap-mapper", "Keycloak's mapper of an attribute"),
    config: {
      "user.model.attribute": ours(name, "the attribute that it fills"),
      "ldap.attribute": source,
      "read.only": how.readOnly
        ? keycloak("true", "the directory itself writes it")
        : ours("true", "as the federation's edit mode"),
      "always.read.value.from.ldap": always
        ? ours("true", "what the directory says counts at once, not from the next sync on")
        : keycloak("false"),
      "is.mandatory.in.ldap": keycloak(String(mandatory), "what the directory's schema demands"),
      "is.binary.attribute": keycloak("false"),
    },
  };
}

/** Without it people whom the directory has disabled stay in until the next sync. */
function accountControl(): Mapper {
  return {
    type: keycloak("msad-user-account-control-mapper", "Keycloak's mapper of userAccountControl"),
    config: {
      "always.read.enabled.value.from.ldap": ours(
        "true",
        "whoever is disabled in the directory is out at once",
      ),
      "ldap.password.policy.hints.enabled": keycloak("false"),
    },
  };
}

function groupMappers(ldap: LdapSpec, { key }: Beside): Record<string, Mapper> {
  const { groups } = ldap;
  const forRoles = [...roleGroups(ldap)].map(
    ([name, { dn, path }]) => [`group ${name}`, groupMapper(ldap, key, { dn, path })] as const,
  );
  if (groups === undefined) return Object.fromEntries(forRoles);
  const { dn, filter } = typeof groups === "string" ? { dn: groups, filter: undefined } : groups;
  const path = ["groups", ...(typeof groups === "string" ? [] : ["dn"])];
  return {
    ...Object.fromEntries(forRoles),
    "all groups": groupMapper(ldap, key, { dn, filter, path, below: true }),
  };
}

/** Roles that everybody of the directory has. */
function everybodysRoles({ roles = {} }: LdapSpec, { key, clientId }: Beside): Record<string, Mapper> {
  const everybodys = Object.keys(roles).filter((role) => roles[role] === ALL);
  return Object.fromEntries(
    everybodys.map((role) => [
      `role ${role}`,
      {
        type: keycloak("hardcoded-ldap-role-mapper", "Keycloak's mapper of a role for everybody"),
        config: {
          role: given(`${clientId.value}.${role}`, key, "ldap", "roles", role) as Sourced<string>,
        },
      },
    ]),
  );
}
