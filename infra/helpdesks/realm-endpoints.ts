// A realm's endpoints, for helpdesks that have them entered one by one.

import type { RealmModel } from "../model/types.ts";
import { issuerOf } from "./client-secret.ts";
import type { RenderFacts } from "./types.ts";

export interface RealmEndpoints {
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly keys: string;
  readonly logout: string;
}

/** The realm's endpoints below its public URL, as its discovery document has them. */
export function realmEndpoints(realm: RealmModel, facts: RenderFacts): RealmEndpoints {
  const base = `${issuerOf(realm, facts)}/protocol/openid-connect`;
  return {
    authorization: `${base}/auth`,
    token: `${base}/token`,
    userinfo: `${base}/userinfo`,
    keys: `${base}/certs`,
    logout: `${base}/logout`,
  };
}
