// The secret of a client by which people log in, for the helpdesk's own configuration.

import { Failure } from "../diagnostics/failure.ts";
import type { RealmKey, RealmModel } from "../model/types.ts";
import type { RenderFacts } from "./types.ts";

/**
 * The secret of the client `app` in a realm.
 *
 * @throws Failure `secret-missing` where the facts lack it: a file without its secret would look finished, and
 * fail only once the helpdesk uses it.
 */
export function appSecret(key: RealmKey, realm: RealmModel, { clientSecrets }: RenderFacts): string {
  const secret = clientSecrets[key]?.["app"];
  if (secret !== undefined && secret !== "") return secret;
  const message = `The secret of client ${realm.clients["app"]?.clientId} in realm ${realm.realm} is not known.`;
  throw new Failure("secret-missing", message, {
    hint: "bring the realm up first, or render with credentials that may read the client's secret",
  });
}

/** The realm's address for browsers, which is the issuer of its tokens. */
export function issuerOf({ realm, frontendUrl }: RealmModel, { keycloakUrl }: RenderFacts): string {
  return `${(frontendUrl ?? keycloakUrl).replace(/\/+$/, "")}/realms/${encodeURIComponent(realm)}`;
}
