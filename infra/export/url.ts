// The helpdesk's URL, which no realm holds, from the addresses that its clients do hold.

import type { PartialModel } from "../model/canonical.ts";

/** Callbacks that stand below a helpdesk's base URL, whatever its own path. */
const CALLBACKS = /\/(?:api\/auth\/oauth2|oauth-callback\.php)$/;

/** Each one is tried. */
const MOST = 8;

/** Addresses that may be the helpdesk's base URL, without a slash at the end, the likeliest first. */
export function helpdeskUrls({ realms }: PartialModel): string[] {
  const clients = Object.values(realms).flatMap((realm) => Object.values(realm.clients));
  const below = clients
    .flatMap(({ redirectUris }) => redirectUris)
    .flatMap((uri) => (uri.endsWith("/*") ? [uri.slice(0, -1)] : []));
  const callbacks = clients
    .flatMap(({ redirectUris }) => redirectUris)
    .flatMap((uri) => (CALLBACKS.test(uri) ? [uri.replace(CALLBACKS, "")] : []));
  const named = clients.flatMap(({ rootUrl, baseUrl, postLogoutRedirectUris }) => [
    ...postLogoutRedirectUris,
    ...[rootUrl, baseUrl].filter((url) => url !== null),
  ]);
  const origins = clients
    .flatMap(({ redirectUris, webOrigins }) => [...webOrigins, ...redirectUris])
    .flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));
  const urls = [...below, ...callbacks, ...named, ...origins].map((url) => url.replace(/\/+$/, ""));
  return [...new Set(urls)].filter((url) => URL.canParse(url) && !url.includes("*")).slice(0, MOST);
}
