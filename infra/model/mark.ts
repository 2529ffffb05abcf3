// The owner's mark: realm attributes by which Deskrealm knows what is its own on a server.

import type { RealmModel } from "./types.ts";

/** Realm attribute that holds the owner, `PROJECT/STACK`; there from the realm's creation on. */
export const OWNER_ATTRIBUTE = "deskrealm.owner";

/** Realm attribute that holds the user names that the spec has named, as a JSON array of strings. */
export const PEOPLE_ATTRIBUTE = "deskrealm.people";

/** Realm attribute that holds the directories of the spec: their names by their keys, as JSON. */
export const DIRECTORIES_ATTRIBUTE = "deskrealm.directories";

/** The attribute's value for a realm of the model; `{}` where it has no directory. */
export function directoryNames({ federations }: Pick<RealmModel, "federations">): string {
  const entries = Object.entries(federations).map(([key, { name }]) => [key, name]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** User attribute of a probe person that `verify` made: the time of creation, ISO 8601. */
export const PROBE_ATTRIBUTE = "deskrealm.probe";
