// What others have put into our realms, and a change of ours has to carry: Keycloak's plugin writes things
// whole, and what it leaves out is dropped or set back.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import {
  DIRECTORIES_ATTRIBUTE,
  EPHEMERAL_ATTRIBUTES,
  OWNER_ATTRIBUTE,
  PEOPLE_ATTRIBUTE,
} from "../model/mark.ts";

/** What stands among a realm's settings. */
export interface ForeignSettings {
  /** Realm attributes that are neither Keycloak's standard nor Deskrealm's. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Headers of the realm's pages, by Keycloak's names, whoever chose them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Attributes that follow settings of the realm: Keycloak shows these among its attributes, too. */
const SETTINGS =
  /^(oauth2Device|realmReusableOtpCode$|frontendUrl$|clientSessionIdleTimeout$|clientSessionMaxLifespan$)/;
/** Attributes that every realm has, and their values where nobody has touched them. */
const STANDARD: ReadonlyMap<string, unknown> = new Map([
  ["cibaAuthRequestedUserHint", "login_hint"],
  ["cibaBackchannelTokenDeliveryMode", "poll"],
  ["cibaExpiresIn", "120"],
  ["cibaInterval", "5"],
  ["parRequestUriLifespan", "60"],
]);
const OURS: readonly string[] = [
  ...[OWNER_ATTRIBUTE, PEOPLE_ATTRIBUTE, DIRECTORIES_ATTRIBUTE],
  ...Object.values(EPHEMERAL_ATTRIBUTES),
];

export function foreignSettings(realm: RealmRepresentation): ForeignSettings {
  const attributes = Object.entries(realm.attributes ?? {}).filter(
    ([name, value]) => !OURS.includes(name) && !SETTINGS.test(name) && STANDARD.get(name) !== value,
  );
  const headers = Object.entries(realm.browserSecurityHeaders ?? {});
  return { attributes: texts(attributes), headers: texts(headers) };
}

const texts = (entries: readonly (readonly [string, unknown])[]): Record<string, string> =>
  Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
