// What a plan is to make and the server has already: after a run that was killed, or where somebody made by
// hand what the spec names now. Without it Keycloak's plugin ends the update with 409 Conflict.

import type * as pulumi from "@pulumi/pulumi";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { findFederation } from "../admin/federations.ts";
import { findClient } from "../admin/find-client.ts";
import { findGroup } from "../admin/find-group.ts";
import { findUser } from "../admin/find-user.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { RealmModel } from "../model/types.ts";
import type { HelpdeskRealm } from "./helpdesk-realm.ts";

/**
 * For a preview, in which only what is in the state has an id: asks the server for each of the others.
 *
 * @param command - what takes such things into the state, for the hint
 * @throws Failure `not-in-state`, naming all of them.
 */
export async function refuseExisting(
  realms: readonly (readonly [RealmModel, HelpdeskRealm])[],
  client: AdminClient,
  command: string,
): Promise<void> {
  const found = await Promise.all(realms.map(([model, registered]) => inRealm(model, registered, client)));
  const names = found.flat();
  if (names.length === 0) return;
  throw new Failure(
    "not-in-state",
    `On the server, and not in Pulumi's state: ${names.join(", ")}. A run was ended in its middle, the state ` +
      "was lost, or somebody made it by hand.",
    { hint: `run: ${command} (it takes such things into the state, and goes on)` },
  );
}

async function inRealm(model: RealmModel, registered: HelpdeskRealm, client: AdminClient): Promise<string[]> {
  const { realm } = model;
  const root = adminPath`/realms/${realm}`;
  if (await isNew(registered.realm)) {
    return (await client.find(root)) === undefined ? [] : [`the realm ${realm}`];
  }
  const clients = Object.entries(registered.clients).map(async ([key, { client: resource, roles }]) => {
    const clientId = model.clients[key]?.clientId ?? "";
    const uuid = async () => (await findClient(client, realm, clientId))?.id;
    if (await isNew(resource)) return (await uuid()) === undefined ? [] : [`client ${clientId} of ${realm}`];
    const made = Object.entries(roles).map(async ([role, one]) => {
      if (!(await isNew(one))) return [];
      const path = `${root}${adminPath`/clients/${(await uuid()) ?? ""}/roles/${role}`}`;
      return (await client.find(path)) === undefined ? [] : [`role ${role} of ${clientId} in ${realm}`];
    });
    return (await Promise.all(made)).flat();
  });
  const people = Object.entries(registered.people).map(async ([username, person]) => {
    if (!(await isNew(person))) return [];
    const found = await findUser(client, realm, username, { brief: true });
    return found === undefined ? [] : [`person ${username} of ${realm}`];
  });
  const groups = Object.entries(registered.groups).map(async ([name, group]) => {
    if (!(await isNew(group))) return [];
    return (await findGroup(client, realm, name)) === undefined ? [] : [`group ${name} of ${realm}`];
  });
  const directories = Object.entries(registered.federations).map(async ([key, federation]) => {
    if (!(await isNew(federation))) return [];
    const name = model.federations[key]?.name ?? "";
    const found = await findFederation(client, realm, name);
    return found === undefined ? [] : [`directory ${name} of ${realm}`];
  });
  return (await Promise.all([...clients, ...people, ...groups, ...directories])).flat();
}

/** What is to be made gets its id only then. */
async function isNew({ id }: pulumi.CustomResource): Promise<boolean> {
  return !(await (id as unknown as { readonly isKnown: Promise<boolean> }).isKnown);
}
