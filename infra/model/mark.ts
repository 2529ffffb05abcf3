// The owner's mark: realm attributes by which Deskrealm knows what is its own on a server.

/** Realm attribute that holds the owner, `PROJECT/STACK`; there from the realm's creation on. */
export const OWNER_ATTRIBUTE = "deskrealm.owner";

/** Realm attribute that holds the user names that the spec has named, as a JSON array of strings. */
export const PEOPLE_ATTRIBUTE = "deskrealm.people";

/** User attribute of a probe person that `verify` made: the time of creation, ISO 8601. */
export const PROBE_ATTRIBUTE = "deskrealm.probe";
