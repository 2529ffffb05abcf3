// What a test gets to know, put together from the model and from what the server and this run have made.

import type { RenderFacts } from "../../infra/helpdesks/types.ts";
import type { EphemeralMark } from "../../infra/model/mark.ts";
import type { RealmKey, RealmModel, SingleModel } from "../../infra/model/types.ts";
import type { Passwords } from "./folder.ts";
import type { EphemeralRealm, EphemeralRealms } from "./types.ts";

export interface ResultFacts {
  readonly mark: EphemeralMark;
  /** Keycloak's base URL. */
  readonly keycloak: string;
  readonly clientSecrets: RenderFacts["clientSecrets"];
  readonly passwords: Passwords;
  readonly rendered: readonly string[];
}

export function resultOf(model: SingleModel, facts: ResultFacts): EphemeralRealms {
  const { mark, keycloak, rendered } = facts;
  const realms = Object.entries(model.realms) as [RealmKey, RealmModel][];
  return {
    version: 1,
    ...mark,
    url: model.url,
    keycloak,
    helpdesk: model.product,
    realms: Object.fromEntries(realms.map(([key, realm]) => [key, realmOf(key, realm, facts)])),
    rendered,
  };
}

function realmOf(key: RealmKey, model: RealmModel, facts: ResultFacts): EphemeralRealm {
  const { realm, clients, users } = model;
  const secrets = facts.clientSecrets[key] ?? {};
  return {
    realm,
    issuer: `${facts.keycloak}/realms/${encodeURIComponent(realm)}`,
    clients: Object.fromEntries(
      Object.entries(clients).map(([name, { clientId }]) => [
        name,
        { clientId, secret: secrets[name] ?? null },
      ]),
    ),
    people: Object.entries(users).map(([username, { email, firstName, lastName, clientRoles }]) => ({
      username,
      password: facts.passwords[realm]?.[username] ?? "",
      email: email ?? "",
      firstName: firstName ?? "",
      lastName: lastName ?? "",
      roles: clientRoles["app"] ?? [],
    })),
  };
}
