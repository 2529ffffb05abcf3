// What a plan is to make and the server has already: after a run that was killed, or where somebody made by
// hand what the spec names now. Without it Keycloak's plugin ends the update with 409 Conflict.

import type * as pulumi from "@pulumi/pulumi";
import type { AdminClient } from "../admin/client.ts";
import { notInState } from "../admin/not-in-state.ts";
import type { RealmModel } from "../model/types.ts";
import { existing, type NamedKind, type Thing } from "./existing.ts";
import type { HelpdeskRealm } from "./helpdesk-realm.ts";

type Planned = readonly [pulumi.CustomResource, Thing];

/**
 * For a preview, in which only what is in the state has an id: asks the server for each of the others.
 *
 * @param hint - how such things are taken into the state
 * @throws Failure `not-in-state`, naming all of them.
 */
export async function refuseExisting(
  realms: readonly (readonly [RealmModel, HelpdeskRealm])[],
  client: AdminClient,
  hint: string,
): Promise<void> {
  const found = await Promise.all(realms.map(([model, registered]) => inRealm(model, registered, client)));
  const names = found.flat();
  if (names.length > 0) throw notInState(names, hint);
}

async function inRealm(model: RealmModel, registered: HelpdeskRealm, client: AdminClient): Promise<string[]> {
  const all = plannedIn(model, registered);
  // Nothing else is there where the realm is not.
  const asked = (await isNew(registered.realm)) ? all.slice(0, 1) : all;
  const names = await Promise.all(
    asked.map(async ([resource, thing]) => ((await isNew(resource)) ? existing(client, thing) : undefined)),
  );
  return names.filter((name) => name !== undefined);
}

/** All that has a name of its own, the realm first. */
function plannedIn(model: RealmModel, registered: HelpdeskRealm): Planned[] {
  const { realm } = model;
  const named = (kind: NamedKind, resources: Resources): Planned[] =>
    Object.entries(resources).map(([name, resource]) => [resource, { kind, realm, name }]);
  const clients = Object.entries(registered.clients).flatMap(([key, { client, roles }]): Planned[] => {
    const clientId = model.clients[key]?.clientId ?? "";
    const ofClient = Object.entries(roles).map(
      ([name, role]): Planned => [role, { kind: "role", realm, name, clientId }],
    );
    return [[client, { kind: "client", realm, name: clientId }], ...ofClient];
  });
  const directories = Object.entries(registered.federations).map(
    ([key, federation]): Planned => [
      federation,
      { kind: "directory", realm, name: model.federations[key]?.name ?? "" },
    ],
  );
  return [
    [registered.realm, { kind: "realm", realm }],
    ...clients,
    ...named("person", registered.people),
    ...named("group", registered.groups),
    ...directories,
    ...named("login flow", registered.brokerFlows),
    ...named("identity provider", registered.identityProviders),
  ];
}

type Resources = Readonly<Record<string, pulumi.CustomResource>>;

/** What is to be made gets its id only then. */
async function isNew({ id }: pulumi.CustomResource): Promise<boolean> {
  return !(await (id as unknown as { readonly isKnown: Promise<boolean> }).isKnown);
}
