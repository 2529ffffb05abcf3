// The layout that is looked for on a server, with the vendors' names.

import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { Model, RealmKey } from "../../infra/model/types.ts";
import { LAYOUTS, REALM_KEYS } from "../../infra/spec/layout.ts";
import type { LdapSpec } from "../../infra/spec/ldap.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import type { Asked } from "./layout.ts";
import { unclear } from "./search.ts";

/** A directory of which nothing but that it is there counts. */
const LIKE: LdapSpec = {
  ...{ vendor: "openldap", url: "ldaps://directory.invalid", bind: "none", users: "ou=people" },
};

/**
 * The layout of the helpdesks that are named, by a spec that says no more.
 *
 * @param keys - whose realms are looked for
 * @throws Failure `layout-unclear` where no spec has them so.
 */
export function usualModel({ helpdesks, several }: Asked, keys: readonly RealmKey[]): Model {
  const members = [...helpdesks].map(([key, helpdesk]) => {
    return { helpdesk, ...(several && key !== helpdesk ? { key } : {}), url: `https://${helpdesk}.invalid` };
  });
  const products = [...helpdesks.values()];
  // OTRS has always both.
  const all = REALM_KEYS.filter(
    (key) => keys.includes(key) || (key !== "people" && products.includes("otrs")),
  );
  const like = all.filter((key) => products.some((one) => LAYOUTS[one].realms[key] !== undefined));
  const spec = {
    ...(several ? { helpdesks: members } : members[0]),
    ...Object.fromEntries(like.map((key) => [key, { ldap: LIKE }])),
  };
  const { value, diagnostics } = loadSpec(JSON.stringify(spec), "spec", { variables: {}, env: {} });
  if (value !== undefined) return expandSpec(value.spec).model;
  throw unclear(diagnostics.map(({ detail }) => detail).join("; "));
}
