// The spec as it is tried out: whatever would make Keycloak, or a login, leave the loopback is taken away,
// for every version in the same way, and told.

import {
  distinct,
  type Edit,
  encryption,
  frontendUrls,
  type Settings,
  themes,
} from "../../infra/ephemeral/on-server.ts";
import type { Model } from "../../infra/model/types.ts";
import { REALM_KEYS } from "../../infra/spec/layout.ts";

export interface LoopbackSpec {
  /** Plain data of the spec, references not replaced. */
  readonly data: unknown;
  /** What was changed and why, one sentence each. */
  readonly notes: readonly string[];
}

/** Parts of a spec that hold a realm's settings. */
const PARTS = ["shared", ...REALM_KEYS] as const;
/** Where nobody listens: the first of the privileged ports, which TCPMUX once had. */
const NOBODY = { host: "127.0.0.1", port: 1 } as const;

/**
 * A copy of the spec's data for throw-away servers, which speak plain http.
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

/** The server's own settings for mail stay, so that a change of their meaning would show. */
const mailServers: Edit = (parts, realms) => {
  const hosts = distinct(realms.map(({ smtp }) => smtp?.host ?? null));
  for (const part of parts) {
    if (part["smtp"] !== undefined) part["smtp"] = { ...(part["smtp"] as Settings), ...NOBODY };
  }
  return hosts.map(
    (host) => `mail server ${host} is replaced by an address where nobody listens: no mail is sent`,
  );
};
