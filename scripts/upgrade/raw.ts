// A realm in Keycloak's own words, for what the model does not hold: every setting of the realm, its clients,
// scopes, flows and profile, less what is never twice the same.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";

/** Mappings of names to JSON texts; a list is one, too: by its parts' names, or of its entries to nothing. */
export interface RawTree {
  readonly [key: string]: string | RawTree;
}

/**
 * Reads one realm by Keycloak's partial export, which shows no secret, and its user profile.
 *
 * @throws AdminFailure where the realm cannot be read.
 */
export async function readRaw(client: AdminClient, realm: string): Promise<RawTree> {
  const [exported, profile] = await Promise.all([
    client.postFor<object>(
      `${adminPath`/realms/${realm}/partial-export`}?exportClients=true&exportGroupsAndRoles=true`,
      {},
    ),
    client.get<object>(adminPath`/realms/${realm}/users/profile`),
  ]);
  return rawTree({ ...exported, profile });
}

/** Ids, times and keys; people; and the profile's second appearance, as a text within a component. */
const IGNORED: ReadonlySet<string> = new Set([
  ...["id", "_id", "containerId", "keycloakVersion", "createdTimestamp", "notBefore", "users"],
  ...["secret", "privateKey", "certificate", "kid", "client.secret.creation.time", "registrationAccessToken"],
  "kc.user.profile.config",
]);
/** What Keycloak calls the parts of its lists by, in the order of preference. */
const NAMES = [
  "clientId",
  "alias",
  "name",
  "displayText",
  "authenticator",
  "flowAlias",
  "clientScope",
] as const;

/** Brings Keycloak's representation into a form that can be compared part by part. */
export function rawTree(value: object): RawTree {
  const entries = Object.entries(value).filter(([key, inner]) => !IGNORED.has(key) && inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, node(inner)]));
}

function node(value: unknown): string | RawTree {
  if (Array.isArray(value)) return list(value);
  return typeof value === "object" && value !== null ? rawTree(value) : JSON.stringify(value);
}

function list(values: readonly unknown[]): RawTree {
  const named: Record<string, RawTree> = {};
  for (const one of values) {
    if (typeof one !== "object" || one === null) named[String(one)] = {};
    else named[freeName(nameOf(one as Record<string, unknown>), named)] = rawTree(one);
  }
  return named;
}

function nameOf(part: Readonly<Record<string, unknown>>): string {
  const name = NAMES.map((key) => part[key]).find((text) => typeof text === "string") ?? "entry";
  // Keycloak has two registration policies of each name.
  return typeof part["subType"] === "string" ? `${name}, ${part["subType"]}` : String(name);
}

/** Two parts may have one name: mappers of one kind, steps of one flow. */
function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(taken, name)) return name;
  let number = 2;
  while (Object.hasOwn(taken, `${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
