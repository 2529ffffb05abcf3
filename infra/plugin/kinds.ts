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

type Make<I> = (client: AdminClient) => Implementation<I>;

const kinds = new Map<string, Kind>([
  [
    "pulumi-nodejs:dynamic/deskrealm:BrokerFlow",
    kind(["realm", "alias"], async () => (await import("./broker-flow.ts")).brokerFlow),
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:ClientAttachments",
    kind(["realm", "clientId"], async () => (await import("./client-attachments.ts")).clientAttachments),
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:FederationMappers",
    kind(["realm", "federation"], async () => (await import("./federation-mappers.ts")).federationMappers),
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:IdentityProvider",
    kind(["realm", "alias"], async () => (await import("./identity-provider.ts")).identityProvider),
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:PersonDetails",
    kind(["realm", "userId"], async () => (await import("./person-details.ts")).personDetails),
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:RealmDetails",
    {
      ...kind(["realm"], async () => (await import("./realm-details.ts")).realmDetails),
      remembersKeycloak: true,
    },
  ],
  [
    "pulumi-nodejs:dynamic/deskrealm:UserClientRoles",
    kind(["realm", "userId"], async () => (await import("./user-client-roles.ts")).userClientRoles),
  ],
]);

function kind<I>(identity: readonly (keyof I & string)[], load: () => Promise<Make<I>>): Kind {
  return {
    identity,
    // Which inputs they are, the kind alone knows: Pulumi hands on what our components registered.
    load: async (client) => (await load())(client) as unknown as Implementation<Inputs>,
  };
}

/** @throws Error for a type that is none of ours. */
export function kindOf(type: string): Kind {
  const found = kinds.get(type);
  if (found === undefined) throw new Error(`Deskrealm has no resource of the type ${type}.`);
  return found;
}
