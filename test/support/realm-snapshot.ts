// All that a server tells of a realm and its people, to compare before and after.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";

/** Path of each value to the value, as JSON. Ids are among the values. */
export type Snapshot = ReadonlyMap<string, string>;

/** Keycloak's export with clients and roles, and every person and service account with roles, groups and credentials. */
export async function snapshot(admin: AdminClient, realm: string): Promise<Snapshot> {
  const root = adminPath`/realms/${realm}`;
  const [exported, users] = await Promise.all([
    admin.postFor<object>(`${root}/partial-export?exportClients=true&exportGroupsAndRoles=true`, {}),
    usersOf(admin, root),
  ]);
  const leaves = new Map<string, string>();
  collect(leaves, [realm], { ...exported, users });
  return leaves;
}

/** Each difference as `PATH: BEFORE -> AFTER`, ascending. */
export function changesBetween(before: Snapshot, after: Snapshot): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [from, to] = [before.get(path), after.get(path)];
    return from === to ? [] : [`${path}: ${from ?? "nothing"} -> ${to ?? "nothing"}`];
  });
}

async function usersOf(admin: AdminClient, root: string): Promise<object[]> {
  const [people, clients] = await Promise.all([
    admin.listAll<UserRepresentation>(`${root}/users`),
    admin.get<ClientRepresentation[]>(`${root}/clients`),
  ]);
  const accounts = await Promise.all(
    clients
      .filter(({ serviceAccountsEnabled }) => serviceAccountsEnabled === true)
      .map(({ id = "" }) =>
        admin.get<UserRepresentation>(`${root}${adminPath`/clients/${id}/service-account-user`}`),
      ),
  );
  return Promise.all(
    [...people, ...accounts].map(async (user) => {
      const path = `${root}${adminPath`/users/${user.id ?? ""}`}`;
      const [roles, groups, credentials] = await Promise.all([
        admin.get<object>(`${path}/role-mappings`),
        admin.get<object>(`${path}/groups`),
        admin.get<object>(`${path}/credentials`),
      ]);
      return { ...user, roles, groups, credentials };
    }),
  );
}

/** What tells an entry of a list from the others. */
const NAMES = ["username", "clientId", "alias", "name", "displayName", "id"] as const;

/** Adds each value below a path, as JSON. */
export function collect(leaves: Map<string, string>, path: readonly string[], value: unknown): void {
  if (typeof value !== "object" || value === null) {
    leaves.set(path.join(" "), JSON.stringify(value) ?? "nothing");
    return;
  }
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    // Keycloak keeps no order in them.
    leaves.set(path.join(" "), JSON.stringify(value.toSorted()));
    return;
  }
  for (const [key, inside] of Object.entries(value))
    collect(leaves, [...path, Array.isArray(value) ? nameOf(inside, key) : key], inside);
}

function nameOf(entry: Readonly<Record<string, unknown>>, index: string): string {
  const name = NAMES.find((one) => typeof entry[one] === "string" && entry[one] !== "");
  return name === undefined ? index : String(entry[name]);
}
