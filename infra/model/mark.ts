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

/** The mark as realm attributes: whose the realm is, and what of it the spec has named. */
export function markAttributes(
  model: Pick<RealmModel, "users" | "federations">,
  owner: string,
): Readonly<Record<string, string>> {
  const directories = directoryNames(model);
  return {
    [OWNER_ATTRIBUTE]: owner,
    [PEOPLE_ATTRIBUTE]: JSON.stringify(Object.keys(model.users).sort()),
    ...(directories === "{}" ? {} : { [DIRECTORIES_ATTRIBUTE]: directories }),
  };
}

/** User attribute of a probe person that `verify` made: the time of creation, ISO 8601. */
export const PROBE_ATTRIBUTE = "deskrealm.probe";

/** What a test realm says of itself. */
export interface EphemeralMark {
  /** Lower-case letters, digits and hyphens; the realm's name ends in it. */
  readonly name: string;
  /** For whom it is, in their own words. */
  readonly for: string;
  /** When it may be deleted, ISO 8601 in UTC. */
  readonly until: string;
}

/** Realm attributes of a test realm, there from its creation on beside the owner's. */
export const EPHEMERAL_ATTRIBUTES = {
  name: "deskrealm.ephemeral.name",
  for: "deskrealm.ephemeral.for",
  until: "deskrealm.ephemeral.until",
} as const satisfies Readonly<Record<keyof EphemeralMark, string>>;

/** What a test realm says of itself, as realm attributes. */
export function ephemeralAttributes(mark: EphemeralMark): Readonly<Record<string, string>> {
  return {
    [EPHEMERAL_ATTRIBUTES.name]: mark.name,
    [EPHEMERAL_ATTRIBUTES.for]: mark.for,
    [EPHEMERAL_ATTRIBUTES.until]: mark.until,
  };
}

/**
 * Whose a realm is: a stack's, or a test run's. They never are the same, even where a stack has the run's name.
 *
 * @param owner - `PROJECT/STACK`
 * @param ephemeral - name in the realm's mark, where it is a test realm
 */
export function holder(owner: string, ephemeral: string | undefined): string {
  return ephemeral === undefined ? owner : `${owner} (a test realm of ${ephemeral})`;
}
