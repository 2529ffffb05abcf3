// How Keycloak's mappers name a claim: a dot leads into an object unless it has a backslash before it.

/**
 * A claim as a mapper takes it. Of a claim with a namespace every dot is part of the name; in any other, a
 * dot leads into an object, as in Keycloak's own console.
 *
 * @example
 * claimPath("https://acme.example/roles") // "https://acme\\.example/roles"
 */
export const claimPath = (claim: string): string =>
  claim.includes("://") ? claim.replaceAll(/(?<!\\)\./g, "\\.") : claim;

/**
 * The claim's own name for a helpdesk, which reads claims at the top only and takes names as they are.
 *
 * @example
 * topClaim("first\\.name") // "first.name"
 */
export const topClaim = (path: string): string => path.replaceAll("\\.", ".");

/** Whether a claim lies inside of an object, where a helpdesk does not find it. */
export const isNested = (path: string): boolean => !path.includes("://") && /(?<!\\)\./.test(path);

/** The claim's own name again, for people and for what is set over there. */
export const claimName = (path: string): string =>
  path.includes("://") ? path.replaceAll("\\.", ".") : path;
