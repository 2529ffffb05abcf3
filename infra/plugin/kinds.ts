// The kinds of our own resources by the token of their type, which is public API as logical names are.

import type { AdminClient } from "../admin/client.ts";
import { clientAttachments } from "./client-attachments.ts";
import { federationMappers } from "./federation-mappers.ts";
import { realmDetails } from "./realm-details.ts";
import type { Implementation } from "./types.ts";
import { userClientRoles } from "./user-client-roles.ts";

/** Any resource's inputs. */
export type Inputs = Readonly<Record<string, unknown>>;

// Which inputs they are, the kind alone knows: Pulumi hands on what our components registered.
type Kind = (client: AdminClient) => Implementation<Inputs>;

const kinds = new Map<string, Kind>([
  ["pulumi-nodejs:dynamic/deskrealm:ClientAttachments", clientAttachments as unknown as Kind],
  ["pulumi-nodejs:dynamic/deskrealm:FederationMappers", federationMappers as unknown as Kind],
  ["pulumi-nodejs:dynamic/deskrealm:RealmDetails", realmDetails as unknown as Kind],
  ["pulumi-nodejs:dynamic/deskrealm:UserClientRoles", userClientRoles as unknown as Kind],
]);

/** @throws Error for a type that is none of ours. */
export function implementationOf(type: string, client: AdminClient): Implementation<Inputs> {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`Deskrealm has no resource of the type ${type}.`);
  return kind(client);
}
