// The spec as it is tried out: whatever would make Keycloak, or a login, leave the loopback is taken away,
// for every version in the same way, and told.

import type { Model, RealmModel } from "../../infra/model/types.ts";
import { REALM_KEYS } from "../../infra/spec/layout.ts";

export interface LoopbackSpec {
  /** Plain data of the spec, references not replaced. */
  readonly data: unknown;
  /** What was changed and why, one sentence each. */
  readonly notes: readonly string[];
}

type Settings = Record<string, unknown>;

/** Parts of a spec that hold a realm's settings. */
const PARTS = ["shared", ...REALM_KEYS] as const;
/** Themes that every Keycloak brings. */
const BUILT_IN_THEMES: ReadonlySet<string> = new Set(["base", "keycloak", "keycloak.v2", "keycloak.v3"]);
/** Where nobody listens: the first of the privileged ports, which TCPMUX once had. */
const NOBODY = { host: "127.0.0.1", port: 1 } as const;

/**
 * A copy of the spec's data for throw-away servers.
 *
 * @param data - of a spec that has no errors
 * @param model - what the spec means
 */
export function onLoopback(data: unknown, model: Model): LoopbackSpec {
  const copy = structuredClone(data) as Record<string, Settings | null | undefined>;
  const parts = PARTS.map((part) => copy[part]).filter((part) => part != null);
  const realms = Object.values(model.realms);
  return {
    data: copy,
    notes: [frontendUrls, encryption, mailServers, themes].flatMap((edit) => edit(parts, realms)),
  };
}

type Edit = (parts: readonly Settings[], realms: readonly RealmModel[]) => readonly string[];

/** Also one on this machine: another Keycloak may answer there. */
const frontendUrls: Edit = (parts, realms) => {
  const urls = distinct(realms.map(({ frontendUrl }) => frontendUrl));
  for (const part of parts) delete part["frontendUrl"];
  return urls.map((url) => `frontendUrl ${url} is left out: logins stay on the throw-away servers' address`);
};

/** The throw-away servers speak plain http, which no address may with `all`. */
const encryption: Edit = (parts, realms) => {
  if (!realms.some(({ sslRequired }) => sslRequired === "all")) return [];
  for (const part of parts) if (part["sslRequired"] !== undefined) part["sslRequired"] = "external";
  return ["sslRequired is external and not all: the throw-away servers have no TLS"];
};

const mailServers: Edit = (parts, realms) => {
  const hosts = distinct(realms.map(({ smtp }) => smtp?.host ?? null));
  for (const part of parts) {
    if (part["smtp"] !== undefined) part["smtp"] = { ...(part["smtp"] as Settings), ...NOBODY };
  }
  return hosts.map(
    (host) => `mail server ${host} is replaced by an address where nobody listens: no mail is sent`,
  );
};

const themes: Edit = (parts, realms) => {
  const own = distinct(realms.flatMap((realm) => Object.values(realm.themes))).filter(
    (name) => !BUILT_IN_THEMES.has(name),
  );
  if (own.length > 0) for (const part of parts) delete part["themes"];
  return own.map(
    (name) => `theme ${name} is left out: it is not a part of Keycloak, so try its pages yourself`,
  );
};

const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values)].filter((value) => value !== null).sort();
