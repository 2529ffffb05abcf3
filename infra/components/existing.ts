// What Keycloak holds once by its name, and whether it does: the plugin ends in 409 Conflict where it makes such
// a thing twice, and our own resources would take over what a hand has made.

import { type AdminClient, adminPath } from "../admin/client.ts";
import { findFederation } from "../admin/federations.ts";
import { findClient } from "../admin/find-client.ts";
import { findGroup } from "../admin/find-group.ts";
import { findUser } from "../admin/find-user.ts";
import { findFlow } from "../admin/flow-steps.ts";
import { findProvider } from "../admin/identity-providers.ts";

export type NamedKind = "client" | "person" | "group" | "directory" | "login flow" | "identity provider";

export type Thing = { readonly realm: string } & (
  | { readonly kind: "realm" }
  | { readonly kind: "role"; readonly name: string; readonly clientId: string }
  | { readonly kind: NamedKind; readonly name: string }
);

/** What to call the thing where the server has it; undefined where it has not. */
export async function existing(client: AdminClient, thing: Thing): Promise<string | undefined> {
  const { kind, realm } = thing;
  if ((await find(client, thing)) === undefined) return undefined;
  if (kind === "realm") return `the realm ${realm}`;
  if (kind === "role") return `role ${thing.name} of ${thing.clientId} in ${realm}`;
  return `${kind} ${thing.name} of ${realm}`;
}

async function find(client: AdminClient, thing: Thing): Promise<unknown> {
  const { kind, realm } = thing;
  if (kind === "realm") return client.find(adminPath`/realms/${realm}`);
  const { name } = thing;
  if (kind === "role") {
    const uuid = (await findClient(client, realm, thing.clientId))?.id;
    return uuid && client.find(adminPath`/realms/${realm}/clients/${uuid}/roles/${name}`);
  }
  if (kind === "client") return findClient(client, realm, name);
  if (kind === "person") return findUser(client, realm, name, { brief: true });
  if (kind === "group") return findGroup(client, realm, name);
  if (kind === "directory") return findFederation(client, realm, name);
  if (kind === "login flow") return findFlow(client, realm, name);
  return findProvider(client, realm, name);
}
