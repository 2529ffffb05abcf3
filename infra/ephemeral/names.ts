// Names of test realms.

import type { Diagnostic } from "../diagnostics/types.ts";
import type { Model, RealmKey } from "../model/types.ts";
import { LONGEST_REALM } from "../spec/fields.ts";
import { problem } from "../spec/problem.ts";
import type { Source } from "../spec/source.ts";

export const ephemeralRealmName = (realm: string, name: string): string => `${realm}-${name}`;

/** What is wrong with the name of a test realm, told at the realm's name. */
export function realmNameProblem(
  { source, model }: { readonly source: Source; readonly model: Model },
  key: RealmKey,
  name: string,
): Diagnostic | undefined {
  const realm = model.realms[key]?.realm ?? "";
  const { length } = ephemeralRealmName(realm, name);
  if (length <= LONGEST_REALM) return undefined;
  return problem({
    code: "realm-name",
    detail: `with -${name} behind it the name has ${length} characters, and Keycloak takes ${LONGEST_REALM}`,
    hint: `take a name for test realms that is ${length - LONGEST_REALM} characters shorter, or a shorter one here`,
    file: source.file,
    range: source.valueRange([key, "realm"]),
  });
}
