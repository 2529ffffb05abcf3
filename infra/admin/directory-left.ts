// A directory that the spec no longer has: with the federation all people go whom Keycloak took from it.

import { Failure } from "../diagnostics/failure.ts";
import { type AdminClient, adminPath } from "./client.ts";
import { AdminFailure } from "./errors.ts";
import { findFederation } from "./federations.ts";
import { listKeptPeople } from "./kept-people.ts";
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
    const stack = found.owner.slice(found.owner.lastIndexOf("/") + 1);
    return names.map(([, name]) => ({ realm: found.realm, stack, name }));
  });
  const remaining = await Promise.all(
    left.map(async ({ realm, name }) => {
      const found = await findFederation(client, realm, name);
      if (found === undefined) return [];
      return [{ realm, text: await describeDirectory(client, realm, { id: found.id, name }) }];
    }),
  );
  const still = remaining.flat();
  if (still.length === 0) return;
  const lines = still.map(({ text }) => text);
  const realms = [...new Set(still.map(({ realm }) => realm))].join(" ");
  throw new Failure(
    "directory-left",
    `No longer in the spec, and still in Keycloak: ${lines.join(", ")}. They would come back as other ` +
      "people, without their sessions and roles, and the helpdesk keeps references to them.",
    {
      hint:
        "keep the directory in the spec and write `enabled: false` to lock its people out; to delete it and " +
        `them for good: deskrealm up SPEC --stack ${left[0]?.stack} --allow-destroy ${realms}`,
    },
  );
}

/** A directory on the server, with the number of people whom Keycloak has taken from it. */
export async function describeDirectory(
  client: AdminClient,
  realm: string,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<string> {
  return `the directory ${name} (realm ${realm}) with ${await peopleText(client, realm, id)}`;
}

/** Keycloak asks the directory for each person whom it tells of, and more of them would hold every plan. */
const COUNTED = 2000;

async function peopleText(client: AdminClient, realm: string, id: string): Promise<string> {
  const inRealm = await client.get<number>(adminPath`/realms/${realm}/users/count`);
  if (inRealm > COUNTED) return `up to ${inRealm} people`;
  try {
    const people = await listKeptPeople(client, realm);
    const number = people.filter(({ federationLink }) => federationLink === id).length;
    return number === 1 ? "1 person" : `${number} people`;
  } catch (error) {
    // The directory keeps it from an answer.
    if (error instanceof AdminFailure && error.status >= 500) return "all of its people";
    throw error;
  }
}
