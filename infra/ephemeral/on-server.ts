// What of a spec would lead people, or Keycloak, away from the server that it is tried on: taken away, and told.

import type { RealmModel } from "../model/types.ts";

export type Settings = Record<string, unknown>;

/** Edits the parts of a spec that hold realms' settings in place; gives a sentence for each thing changed. */
export type Edit = (parts: readonly Settings[], realms: readonly RealmModel[]) => readonly string[];

/** Themes that every Keycloak brings. */
const BUILT_IN_THEMES: ReadonlySet<string> = new Set(["base", "keycloak", "keycloak.v2", "keycloak.v3"]);

/** Also one on this machine: another Keycloak may answer there. */
export const frontendUrls: Edit = (parts, realms) => {
  const urls = distinct(realms.map(({ frontendUrl }) => frontendUrl));
  for (const part of parts) delete part["frontendUrl"];
  return urls.map((url) => `frontendUrl ${url} is left out: logins stay on the server that is asked`);
};

/** For a server that speaks plain http, which no address may with `all`. */
export const encryption: Edit = (parts, realms) => {
  if (!realms.some(({ sslRequired }) => sslRequired === "all")) return [];
  for (const part of parts) if (part["sslRequired"] !== undefined) part["sslRequired"] = "external";
  return ["sslRequired is external and not all: the server has no TLS"];
};

export const themes: Edit = (parts, realms) => {
  const own = distinct(realms.flatMap((realm) => Object.values(realm.themes))).filter(
    (name) => !BUILT_IN_THEMES.has(name),
  );
  if (own.length > 0) for (const part of parts) delete part["themes"];
  return own.map(
    (name) => `theme ${name} is left out: it is not a part of Keycloak, so try its pages yourself`,
  );
};

/** In ascending order, without what is null. */
export const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values)].filter((value) => value !== null).sort();
