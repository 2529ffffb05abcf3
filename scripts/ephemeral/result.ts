// What a test gets to know, put together from the model and from what the server and this run have made.

import type { RenderFacts } from "../../infra/helpdesks/types.ts";
import { helpdeskOf, isSeveral, partOf } from "../../infra/model/helpdesks.ts";
import type { EphemeralMark } from "../../infra/model/mark.ts";
import { own } from "../../infra/model/own.ts";
import type { HelpdeskModel, Model, RealmKey, RealmModel, UserModel } from "../../infra/model/types.ts";
import type { KnownPeople } from "./folder.ts";
import type { EphemeralHelpdesk, EphemeralRealm, EphemeralRun } from "./types.ts";

export interface ResultFacts {
  readonly mark: EphemeralMark;
  /** Keycloak's base URL. */
  readonly keycloak: string;
  readonly clientSecrets: RenderFacts["clientSecrets"];
  readonly people: KnownPeople;
  readonly rendered: readonly string[];
}

export function resultOf(model: Model, facts: ResultFacts): EphemeralRun {
  const { mark, keycloak, rendered } = facts;
  const entries = Object.entries(model.realms) as [RealmKey, RealmModel][];
  const realms = Object.fromEntries(entries.map(([key, realm]) => [key, realmOf(key, realm, model, facts)]));
  if (!("helpdesks" in model)) {
    const { url, helpdesk } = named(model);
    return { version: 1, ...mark, url, keycloak, helpdesk, realms, rendered };
  }
  const helpdesks = Object.entries(model.helpdesks).map(([key, one]) => [key, named(one)]);
  return { version: 1, ...mark, keycloak, helpdesks: Object.fromEntries(helpdesks), realms, rendered };
}

/** As a spec says it. */
const named = ({ product, url }: HelpdeskModel): EphemeralHelpdesk => ({ helpdesk: product, url });

function realmOf(
  key: RealmKey,
  { realm, clients, users }: RealmModel,
  model: Model,
  facts: ResultFacts,
): EphemeralRealm {
  const secrets = facts.clientSecrets[key] ?? {};
  const people = own(facts.people, realm) ?? {};
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
      password: own(people, username)?.password ?? "",
      email: email ?? "",
      firstName: firstName ?? "",
      lastName: lastName ?? "",
      roles: rolesOf(model, clientRoles),
    })),
  };
}

/** Of several helpdesks with their keys, as their spec writes them. */
function rolesOf(model: Model, clientRoles: UserModel["clientRoles"]): string[] {
  const ofPeople = Object.entries(clientRoles).filter(([client]) => partOf(client) === "app");
  return ofPeople.flatMap(([client, roles]) =>
    isSeveral(model) ? roles.map((role) => `${helpdeskOf(model, client)}/${role}`) : roles,
  );
}
