// A realm's addresses and a client's secret, for helpdesks that have them entered one by one.

import { Failure } from "../diagnostics/failure.ts";
import type { RealmKey, RealmModel } from "../model/types.ts";
import { authority } from "./otrs-settings.ts";
import type { Addresses, RenderFacts } from "./types.ts";

export interface RealmEndpoints {
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly keys: string;
  readonly logout: string;
}

/** The realm's endpoints below its public URL, as its discovery document has them. */
export function realmEndpoints(realm: RealmModel, facts: Addresses): RealmEndpoints {
  const base = `${authority(realm, facts)}/realms/${encodeURIComponent(realm.realm)}/protocol/openid-connect`;
  return {
    authorization: `${base}/auth`,
    token: `${base}/token`,
    userinfo: `${base}/userinfo`,
    keys: `${base}/certs`,
    logout: `${base}/logout`,
  };
}

/**
 * The secret of a realm's client `app`.
 *
 * @throws Failure `secret-missing`: a form without it would look finished and fail only at the first login.
 */
export function clientSecret(key: RealmKey, realm: RealmModel, facts: RenderFacts): string {
  const secret = facts.clientSecrets[key]?.["app"];
  if (secret !== undefined && secret !== "") return secret;
  throw new Failure(
    "secret-missing",
    `The secret of client ${realm.clients["app"]?.clientId} in realm ${realm.realm} is not known.`,
    { hint: "bring the realm up first, or render with credentials that may read the client's secret" },
  );
}
