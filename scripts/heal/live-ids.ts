// Ids of what a server holds of a model's entries.

import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { findFederation } from "../../infra/admin/federations.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { findGroup } from "../../infra/admin/find-group.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import { findFlow } from "../../infra/admin/flow-steps.ts";
import { findProvider } from "../../infra/admin/identity-providers.ts";
import type { Entry, Place } from "./entries.ts";

/** An entry that is on the server. */
export interface LiveEntry {
  readonly entry: Entry;
  /** The server's own id; a realm's is its name. */
  readonly id: string;
}

/** Those of the entries that the server holds, in their order. Each place is asked for once. */
export async function findLive(admin: AdminClient, entries: readonly Entry[]): Promise<LiveEntry[]> {
  const asked = new Map<string, Promise<string | undefined>>();
  const once = (key: readonly unknown[], ask: () => Promise<string | undefined>) => {
    const text = JSON.stringify(key);
    const known = asked.get(text) ?? ask();
    asked.set(text, known);
    return known;
  };
  const clientUuid = (realm: string, clientId: string) =>
    once([realm, "client", clientId], async () => (await findClient(admin, realm, clientId))?.id);
  const idOf = async (realm: string, place: Place): Promise<string | undefined> => {
    if (place.kind === "realm")
      return (await admin.find(adminPath`/realms/${realm}`)) === undefined ? undefined : realm;
    if (place.kind === "person") return (await findUser(admin, realm, place.username, { brief: true }))?.id;
    if (place.kind === "group") return (await findGroup(admin, realm, place.name))?.id;
    if (place.kind === "federation") return (await findFederation(admin, realm, place.name))?.id;
    if (place.kind === "broker-flow") return (await findFlow(admin, realm, place.name))?.alias;
    if (place.kind === "identity-provider") return (await findProvider(admin, realm, place.name))?.alias;
    const uuid = await clientUuid(realm, place.clientId);
    if (uuid === undefined || place.kind === "client") return uuid;
    const path = adminPath`/realms/${realm}/clients/${uuid}`;
    if (place.kind === "service-account") return serviceAccount(admin, path);
    return (await admin.find<RoleRepresentation>(`${path}${adminPath`/roles/${place.role}`}`))?.id;
  };
  const ids = await Promise.all(
    entries.map(({ realm, place }) => once([realm, place], () => idOf(realm, place))),
  );
  return entries.flatMap((entry, index) => {
    const id = ids[index];
    return id === undefined ? [] : [{ entry, id }];
  });
}

/** Keycloak answers 400 for a client, made by a hand, that has none yet. */
async function serviceAccount(admin: AdminClient, client: string): Promise<string | undefined> {
  try {
    return (await admin.find<UserRepresentation>(`${client}/service-account-user`))?.id;
  } catch (error) {
    if (error instanceof AdminFailure && error.status === 400) return undefined;
    throw error;
  }
}
