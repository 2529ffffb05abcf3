// A directory's entry as the person whom Keycloak makes of it, by the federation's mappers.

import type { Entry } from "ldapts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { Person } from "../../infra/people/types.ts";
import { valuesOf } from "./read-people.ts";

export interface PersonReader {
  /** Keycloak's names of what is read, the user name first. */
  readonly names: readonly string[];
  /** LDAP attributes to ask for. */
  readonly attributes: readonly string[];
  readonly person: (entry: Entry) => Person;
}

/** Full names of one LDAP attribute (a `full-name-ldap-mapper`) are left out: every federation of ours has both. */
export function personOf({ usernameAttribute, mappers }: FederationModel): PersonReader {
  const sources = new Map([["username", usernameAttribute]]);
  for (const { type, config } of Object.values(mappers)) {
    const [name, ldap] = [config["user.model.attribute"], config["ldap.attribute"]];
    if (type === "user-attribute-ldap-mapper" && name && ldap) sources.set(name, ldap);
  }
  return {
    names: [...sources.keys()],
    attributes: [...new Set(sources.values())],
    person: (entry) => new Map([...sources].map(([name, ldap]) => [name, valuesOf(entry, ldap)])),
  };
}
