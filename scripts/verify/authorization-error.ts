// Keycloak's refusal of an authorization request, as the client gets to see it.

/** What a redirect says of the error, in its query or, for the implicit flow, its fragment. */
export function authorizationError(redirect: string | undefined): string | undefined {
  if (redirect === undefined) return undefined;
  const url = new URL(redirect);
  const parameters = [url.searchParams, new URLSearchParams(url.hash.slice(1))];
  return parameters.flatMap((one) => one.get("error_description") ?? one.get("error") ?? [])[0];
}
