// What must hold for those who are there in test realms: the realm's own rules.

import type { Product } from "../model/types.ts";
import { LAYOUTS, REALM_KEYS, realmKeysOf } from "./layout.ts";
import type { RawSpec, Report } from "./raw.ts";
import { checkUsers } from "./rules-people.ts";

/** Each realm's people and directory in `ephemeral`. */
export function checkEphemeral(spec: RawSpec, product: Product, report: Report): void {
  const { ephemeral } = spec;
  if (ephemeral === undefined) return;
  const keys = realmKeysOf({ ...spec, helpdesk: product });
  for (const key of REALM_KEYS) {
    const wanted = ephemeral[key];
    if (wanted === undefined) continue;
    const at = ["ephemeral", key];
    if (!keys.includes(key)) {
      const hint = `the spec means: ${keys.join(", ")}`;
      report("product-realm", at, `this ${LAYOUTS[product].name} has no realm for ${key}`, hint, true);
      continue;
    }
    const realm = spec[key] ?? {};
    checkUsers(wanted.users, [...at, "users"], realm, { product, key }, report);
    if (wanted.ldif === undefined || realm.ldap !== undefined) continue;
    const detail = `${key} has no ldap, by which people of a directory would get in`;
    report("ephemeral-ldif", [...at, "ldif"], detail, `add ${key}.ldap, or name people under users`);
  }
}
