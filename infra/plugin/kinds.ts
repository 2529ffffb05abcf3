// The kinds of our own resources by the token of their type, which is public API as logical names are.

import type { AdminClient } from "../admin/client.ts";
import type { Implementation } from "./types.ts";

/** Any resource's inputs. */
export type Inputs = Readonly<Record<string, unknown>>;

interface Kind {
  /** Inputs that say which thing it is: where one differs, it is another resource. */
  readonly identity: readonly string[];
  /** Whether the state remembers which Keycloak it is on, so that it is not made anew on a wrong one. */
  readonly remembersKeycloak?: boolean;
  /** A preview compares only, so what does the work is loaded when there is some. */
  load(client: AdminClient): Promise<Implementation<Inputs>>;
}

// Which inputs they are, the kind alone knows: Pulumi hands on what our components registered.
type Make = (client: AdminClient) => Implementation<Inputs>;

const kinds = new Map<string, Kind>([
  [
    "pulumi-nodejs:dynamic/deskrealm:ClientAttachments",
    {
      identity: ["realm", "clientId"],
      async load(client) {
        const { clientAttachments } = await import("./client-attachments.ts");
        return (clientAttachments as unknown as Make)(client);
      },
    },
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:FederationMappers",
    {
      identity: ["realm", "federation"],
      async load(client) {
        const { federationMappers } = await import("./federation-mappers.ts");
        return (federationMappers as unknown as Make)(client);
      },
    },
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:RealmDetails",
    {
      identity: ["realm"],
      remembersKeycloak: true,
      async load(client) {
        const { realmDetails } = await import("./realm-details.ts");
        return (realmDetails as unknown as Make)(client);
      },
    },
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:UserClientRoles",
    {
      identity: ["realm", "userId"],
      async load(client) {
        const { userClientRoles } = await import("./user-client-roles.ts");
        return (userClientRoles as unknown as Make)(client);
      },
    },
  ],
]);

/** @throws Error for a type that is none of ours. */
export function kindOf(type: string): Kind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`Deskrealm has no resource of the type ${type}.`);
  return kind;
}
