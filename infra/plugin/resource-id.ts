// Ids of our own resources: a realm's name and the id of what is in it, as the Keycloak plugin writes them.

export const joinId = (realm: string, inner: string): string => `${realm}/${inner}`;

/** A realm's name holds no slash; what follows may. */
export function splitId(id: string): [realm: string, inner: string] {
  const at = id.indexOf("/");
  if (at < 1 || at === id.length - 1) throw new Error(`The id ${id} is not of the form REALM/ID.`);
  return [id.slice(0, at), id.slice(at + 1)];
}
