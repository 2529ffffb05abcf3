// The names that a directory's schema knows: a class or an attribute that it does not know matches nobody.

import { textOf, valuesOf } from "./read-people.ts";
import type { Session } from "./session.ts";

export interface Schema {
  /** As the schema writes them; empty where it is not to be read. */
  readonly objectClasses: readonly string[];
  readonly attributes: readonly string[];
}

/** Nothing where the account may not read it. */
export async function readSchema({ client, root }: Session): Promise<Schema> {
  const dn = textOf(root, "subschemaSubentry");
  const attributes = ["objectClasses", "attributeTypes"];
  const found =
    dn === ""
      ? undefined
      : await client
          .search(dn, { scope: "base", filter: "(objectClass=*)", attributes })
          .catch(() => undefined);
  const entry = found?.searchEntries[0];
  const names = (attribute: string) =>
    entry === undefined ? [] : valuesOf(entry, attribute).flatMap(namesIn);
  return { objectClasses: names("objectClasses"), attributes: names("attributeTypes") };
}

/** `( 2.5.6.6 NAME 'person' …` and `NAME ( 'cn' 'commonName' )` (RFC 4512). */
function namesIn(definition: string): string[] {
  const [, one, several] = /\bNAME\s+(?:'([^']*)'|\(([^)]*)\))/.exec(definition) ?? [];
  return one === undefined ? [...(several ?? "").matchAll(/'([^']*)'/g)].map(([, name = ""]) => name) : [one];
}
