// The kinds of our own resources by the token of their type, which is public API as logical names are.

import type { AdminClient } from "../admin/client.ts";
import { builtInClientRoles } from "./built-in-client-roles.ts";
import type { Implementation } from "./types.ts";
import { userClientRoles } from "./user-client-roles.ts";

// What the inputs are, the kind alone knows: Pulumi hands on what our components registered.
type Kind = (client: AdminClient) => Implementation<never>;

const kinds = new Map<string, Kind>([
  ["pulumi-nodejs:dynamic/deskrealm:BuiltInClientRoles", builtInClientRoles as Kind],
  ["pulumi-nodejs:dynamic/deskrealm:UserClientRoles", userClientRoles as Kind],
]);

/** @throws Error for a type that is none of ours. */
export function implementationOf(type: string, client: AdminClient): Implementation<unknown> {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`Deskrealm has no resource of the type ${type}.`);
  return kind(client) as Implementation<unknown>;
}
