// What a snapshot holds of a server: the stack's own realms, as they are, under the names that they have.

import type { AdminClient } from "../../infra/admin/client.ts";
import { listFederations } from "../../infra/admin/federations.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { type RealmOwner, readOwners } from "../../infra/admin/owner.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { helpdeskOf, helpdesksOf, isSeveral, partOf } from "../../infra/model/helpdesks.ts";
import type { Model, RealmKey, RealmModel } from "../../infra/model/types.ts";
import { modelWithoutSecrets } from "../../infra/model/without-secrets.ts";
import { LAYOUTS } from "../../infra/spec/layout.ts";
import { readLiveModel } from "../live/read-model.ts";

export interface Wanted {
  /** What the spec means now. */
  readonly model: Model;
  /** The stack's mark, `PROJECT/STACK`: realms with another, or none, are not read. */
  readonly owner: string;
  /** Also realms that bear nobody's mark, which adoption is about to take over. */
  readonly unmarked?: boolean;
  /** The newest snapshot's model: it knows names from before the spec's last change. */
  readonly last: PartialModel | undefined;
}

/**
 * Reads the realms that are there and the stack's, without people and without secrets, and all roles of
 * their clients: `up` deletes one that the spec has dropped.
 *
 * @throws AdminFailure where the server cannot be read.
 */
export async function readPresent(admin: AdminClient, wanted: Wanted): Promise<PartialModel> {
  const { model } = wanted;
  const expected = await Promise.all(
    (Object.entries(model.realms) as [RealmKey, RealmModel][]).map(async ([key, realm]) => {
      const found = await findRealm(admin, key, realm, wanted);
      return found === undefined ? [] : [[key, found] as const];
    }),
  );
  const live = await readLiveModel(
    admin,
    { ...model, realms: Object.fromEntries(expected.flat()) },
    { everyRole: true },
  );
  return modelWithoutSecrets({
    ...live,
    realms: Object.fromEntries(Object.entries(live.realms).map(([key, realm]) => [key, withoutEnds(realm)])),
  });
}

/** No window is open where a directory is not writable, whatever the spec means now. */
function withoutEnds(realm: RealmModel): RealmModel {
  const federations = Object.entries(realm.federations).map(([key, one]) => {
    return [key, one.editMode === "WRITABLE" ? one : { ...one, writableUntil: null }];
  });
  return { ...realm, federations: Object.fromEntries(federations) };
}

/** The realm to look for, nobody in it: under the spec's names, else under those that it had before. */
async function findRealm(
  admin: AdminClient,
  key: RealmKey,
  realm: RealmModel,
  wanted: Wanted,
): Promise<RealmModel | undefined> {
  const { last, owner, model, unmarked = false } = wanted;
  const before = last?.realms[key];
  const isOurs = (found: RealmOwner) =>
    found.status === "marked" ? found.owner === owner : found.status === "unmarked" && unmarked;
  const owners = await readOwners(admin, distinct(realm.realm, before?.realm));
  const name = owners.find(isOurs)?.realm;
  if (name === undefined) return undefined;
  // A helpdesk that has left a list had a client, too.
  const named = new Set(Object.values(realm.clients).map(({ clientId }) => clientId));
  const left = Object.entries(before?.clients ?? {}).filter(
    ([role, { clientId }]) => isSeveral(model) && !Object.hasOwn(realm.clients, role) && !named.has(clientId),
  );
  const clients = await Promise.all(
    [...Object.entries(realm.clients), ...left].map(async ([role, client]) => {
      const { product } = helpdesksOf(model)[helpdeskOf(model, role)] ?? {};
      const layout = product === undefined ? undefined : LAYOUTS[product].realms[key];
      const usual = layout?.clients[partOf(role) as "app" | "api"];
      const ids = distinct(client.clientId, before?.clients[role]?.clientId, usual);
      return [role, { ...client, clientId: await firstThere(admin, name, ids) }] as const;
    }),
  );
  const federations = await findDirectories(admin, name, realm, before);
  // Groups that the spec has dropped, too.
  const groups = { ...before?.groups, ...realm.groups };
  const identityProviders = { ...before?.identityProviders, ...realm.identityProviders };
  const brokerFlows = { ...before?.brokerFlows, ...realm.brokerFlows };
  const parts = { clients: Object.fromEntries(clients), federations, groups, identityProviders, brokerFlows };
  return { ...realm, realm: name, ...parts, users: {} };
}

/** Directories that the spec has or had, each under the first of its names that the realm has. */
async function findDirectories(
  admin: AdminClient,
  realm: string,
  now: RealmModel,
  before: RealmModel | undefined,
): Promise<RealmModel["federations"]> {
  const all = { ...before?.federations, ...now.federations };
  if (Object.keys(all).length === 0) return {};
  const there = (await listFederations(admin, realm)).map(({ name }) => name);
  const entries = Object.entries(all).map(([key, one]) => {
    const names = distinct(one.name, before?.federations[key]?.name);
    return [key, { ...one, name: names.find((name) => there.includes(name)) ?? one.name }] as const;
  });
  return Object.fromEntries(entries);
}

/** The first client id that the realm has; where it has none, the first. */
async function firstThere(admin: AdminClient, realm: string, ids: readonly string[]): Promise<string> {
  for (const id of ids.length > 1 ? ids : []) {
    if ((await findClient(admin, realm, id)) !== undefined) return id;
  }
  return ids[0] ?? "";
}

const distinct = (...names: readonly (string | undefined)[]): string[] => [
  ...new Set(names.filter((name) => name !== undefined)),
];
