// A directory that the spec no longer has: with the federation all people go whom Keycloak took from it.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { Failure } from "../diagnostics/failure.ts";
import { type AdminClient, adminPath } from "./client.ts";
import { AdminFailure } from "./errors.ts";
import { findFederation } from "./federations.ts";
import type { RealmOwner } from "./owner.ts";

/**
 * Refuses if a directory that the spec once named is still on the server and no longer in the spec.
 *
 * @param named - realm name to the keys of the directories that the spec names now
 * @param allowed - names of realms whose deletion the person has allowed
 * @throws Failure `directory-left`, with the number of people that would go.
 */
export async function checkDirectories(
  client: AdminClient,
  owners: readonly RealmOwner[],
  named: Readonly<Record<string, readonly string[]>>,
  allowed: readonly string[] = [],
): Promise<void> {
  const left = owners.flatMap((found) => {
    if (found.status !== "marked" || allowed.includes(found.realm)) return [];
    const kept = named[found.realm] ?? [];
    const names = Object.entries(found.directories).filter(([key]) => !kept.includes(key));
    return names.map(([, name]) => ({ realm: found.realm, name }));
  });
  const remaining = await Promise.all(left.map(({ realm, name }) => describe(client, realm, name)));
  const lines = remaining.flat();
  if (lines.length === 0) return;
  throw new Failure(
    "directory-left",
    `No longer in the spec, and still in Keycloak: ${lines.join(", ")}. They would come back as other ` +
      "people, without their sessions and roles, and the helpdesk keeps references to them.",
    { hint: "keep the directory in the spec and write `enabled: false` to lock its people out" },
  );
}

async function describe(client: AdminClient, realm: string, name: string): Promise<string[]> {
  const found = await findFederation(client, realm, name);
  if (found === undefined) return [];
  const number = await countPeople(client, realm, found.id);
  const people = number === undefined ? "all of its people" : number === 1 ? "1 person" : `${number} people`;
  return [`the directory ${name} (realm ${realm}) with ${people}`];
}

/** Whom Keycloak has taken from a federation; undefined where the directory keeps it from an answer. */
async function countPeople(client: AdminClient, realm: string, id: string): Promise<number | undefined> {
  try {
    const query = { briefRepresentation: true };
    const all = await client.listAll<UserRepresentation>(adminPath`/realms/${realm}/users`, query, 1000);
    return all.filter(({ federationLink }) => federationLink === id).length;
  } catch (error) {
    if (error instanceof AdminFailure && error.status >= 500) return undefined;
    throw error;
  }
}
