// A helpdesk's realms as a list of helpdesks has them: its key before the names of what is its own.

import type { PartialModel } from "./canonical.ts";
import { type ExplainedNode, Sourced } from "./explained.ts";
import { clientKey } from "./helpdesks.ts";
import type { RealmKey } from "./types.ts";

type Part = Sourced<unknown> | ExplainedNode | undefined;

/** Realms of one helpdesk, by who logs in there, with its key before the names of clients and of their roles' mappers. */
export const realmsInCompany = (realms: Part, key: string): ExplainedNode =>
  mapped(realms, (realm) => ({
    ...realm,
    clients: renamed(realm["clients"], (name) => clientKey(key, name)),
    users: mapped(realm["users"], (one) => withRoles(one, key)),
    groups: mapped(realm["groups"], (one) => withRoles(one, key)),
    federations: mapped(realm["federations"], (one) => withMappers(one, key)),
    identityProviders: mapped(realm["identityProviders"], (one) => withMappers(one, key)),
  }));

const entriesOf = (node: Part): [string, Sourced<unknown> | ExplainedNode][] =>
  node === undefined || node instanceof Sourced ? [] : Object.entries(node);

/** The node with each of its parts changed. */
export const mapped = (
  node: Part,
  change: (one: ExplainedNode, name: string) => ExplainedNode,
): ExplainedNode =>
  Object.fromEntries(
    entriesOf(node).map(([name, one]) => [name, one instanceof Sourced ? one : change(one, name)] as const),
  );

const renamed = (
  node: Part,
  name: (key: string, one: Sourced<unknown> | ExplainedNode) => string,
): ExplainedNode => Object.fromEntries(entriesOf(node).map(([key, one]) => [name(key, one), one]));

const withRoles = (one: ExplainedNode, key: string): ExplainedNode => ({
  ...one,
  clientRoles: renamed(one["clientRoles"], (name) => clientKey(key, name)),
});

/** Mappers that give roles of a client: two helpdesks may have roles of one name. */
const ROLE_MAPPERS: ReadonlySet<unknown> = new Set(["hardcoded-ldap-role-mapper", "oidc-role-idp-mapper"]);

/** Name of a mapper of a directory or a provider in a list. */
const mapperInCompany = (name: string, type: unknown, key: string): string =>
  ROLE_MAPPERS.has(type) ? `${name} of ${key}` : name;

const withMappers = (one: ExplainedNode, key: string): ExplainedNode => ({
  ...one,
  mappers: renamed(one["mappers"], (name, mapper) => {
    const type = mapper instanceof Sourced ? undefined : mapper["type"];
    return mapperInCompany(name, type instanceof Sourced ? type.value : undefined, key);
  }),
});

/** Where a place of the model of one helpdesk is in a list; of people and groups only they themselves. */
export function placeInCompany(
  { realms }: PartialModel,
  segments: readonly string[],
  key: string,
): readonly string[] {
  const [realm = "", part, name = "", inner, mapper = "", ...rest] = segments;
  if (part === "clients" && segments.length > 2)
    return [realm, part, clientKey(key, name), ...segments.slice(3)];
  if ((part !== "federations" && part !== "identityProviders") || inner !== "mappers") return segments;
  const type = realms[realm as RealmKey]?.[part][name]?.mappers[mapper]?.type;
  return [realm, part, name, inner, mapperInCompany(mapper, type, key), ...rest];
}
