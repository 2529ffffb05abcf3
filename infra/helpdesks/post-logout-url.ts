// Where a person lands after logging out: an address of the helpdesk that Keycloak lets through.

import type { ClientModel } from "../model/types.ts";

export interface PostLogoutUrl {
  readonly url: string;
  /** Keycloak accepts it; otherwise logging out ends on Keycloak's error page. */
  readonly registered: boolean;
}

/** The helpdesk's own URL where the client has it registered, else the first exact URL that it has. */
export function postLogoutUrl(helpdeskUrl: string, client: ClientModel): PostLogoutUrl {
  // "+" is Keycloak's word for "the redirect URIs too", "-" for "none".
  const patterns = client.postLogoutRedirectUris
    .flatMap((uri) => (uri === "+" ? client.redirectUris : [uri]))
    .filter((uri) => uri !== "-");
  const exact = patterns.filter((pattern) => /^https?:/.test(pattern) && !pattern.endsWith("*"));
  const found = [helpdeskUrl, `${helpdeskUrl}/`, ...exact].find((url) =>
    patterns.some((pattern) => lets(pattern, url)),
  );
  return { url: found ?? helpdeskUrl, registered: found !== undefined };
}

// Keycloak's rule: a star counts only at the end, and `…/*` admits `…` itself.
function lets(pattern: string, url: string): boolean {
  if (!pattern.endsWith("*")) return pattern === url;
  const prefix = pattern.slice(0, -1);
  return url.startsWith(prefix) || `${url}/` === prefix;
}
