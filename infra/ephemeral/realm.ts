// One realm of a spec as a test realm: what is named here stays, and nothing else does. What in it is a helpdesk's
// own is in `helpdesk.ts`.

import type { RealmKey, RealmModel } from "../model/types.ts";
import { pick } from "../spec/pick.ts";
import { ephemeralLdap } from "./directory.ts";
import type { Settings } from "./on-server.ts";

/** Settings that mean the same wherever the realm is. */
const SETTINGS = [
  ...["displayName", "displayNameHtml", "sslRequired", "passwordPolicy", "login", "themes", "locales"],
  ...["tokens", "sessions", "bruteForce"],
];
const REALM = [...SETTINGS, "username", "unmanagedAttributes", "attributes"];

/** What is made of a realm, beside its own settings. */
export interface EphemeralRealm {
  readonly key: RealmKey;
  /** Name with the suffix. */
  readonly name: string;
  readonly model: RealmModel;
  /** The realm's part of `ephemeral`. */
  readonly wanted: Settings | undefined;
}

/** The settings that realms share. */
export const ephemeralSettings = (settings: Settings): Settings => pick(settings, SETTINGS);

/** @param notes - gets a sentence for each thing that is left out or replaced */
export function ephemeralRealm(realm: Settings, made: EphemeralRealm, notes: string[]): Settings {
  const { key, name, model, wanted } = made;
  tellPeople(made, notes);
  const ldap = ephemeralLdap(realm["ldap"] as Settings | undefined, key, wanted, notes);
  for (const alias of Object.keys(model.identityProviders))
    notes.push(`provider ${alias} of ${key} is left out: nobody logs in elsewhere`);
  return {
    realm: name,
    ...pick(realm, REALM),
    ...(wanted?.["users"] === undefined ? {} : { users: wanted["users"] }),
    ...(ldap === undefined ? {} : { ldap }),
  };
}

function tellPeople({ key, model, wanted }: EphemeralRealm, notes: string[]): void {
  const own = Object.keys(model.users).length;
  const are = own === 1 ? "is" : "are";
  if (own > 0) notes.push(`${own} of ${key}.users ${are} not made: ephemeral.${key} says who is there`);
  if (wanted?.["users"] === undefined && wanted?.["ldif"] === undefined)
    notes.push(`nobody is there in the realm ${key}: write ephemeral.${key}.users`);
}
