// Addresses as Keycloak compares them: a star counts only at the end, and a path alone hangs on the root URL.

import { isLoopback } from "../loopback.ts";

/** Whether an address is sent over the network without TLS. */
export const isPlainHttp = (address: string): boolean => /^http:\/\//i.test(address) && !isLoopback(address);

export const hasWildcard = (pattern: string): boolean => pattern.includes("*");

/** A redirect URI with the client's root URL before it, where it is a path alone. */
export function absolute(pattern: string, rootUrl: string | null): string {
  return pattern.startsWith("/") && rootUrl !== null ? rootUrl.replace(/\/+$/, "") + pattern : pattern;
}

/** Whether everything that the pattern matches is below the base URL. */
export function isBelow(pattern: string, baseUrl: string): boolean {
  const base = baseUrl.replace(/\/+$/, "");
  return pattern === base || pattern.startsWith(`${base}/`) || pattern.startsWith(`${base}?`);
}

/** Host, with the port where it is not the scheme's own; the text itself where it has none. */
export function hostOf(address: string): string {
  const host = URL.canParse(address) ? new URL(address).host : "";
  return host === "" ? address : host;
}
