// Which realm of a server is whose, and which client of it is which: as named, else as the vendor's text has it.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Product, RealmKey } from "../../infra/model/types.ts";
import { BUILT_IN_CLIENTS } from "../../infra/spec/fields.ts";
import { LAYOUTS, REALM_KEYS } from "../../infra/spec/layout.ts";

export type ClientRole = "app" | "api";
export const CLIENT_ROLES: readonly ClientRole[] = ["app", "api"];

/** What the person has named. */
export interface Named {
  readonly helpdesk: Product;
  /** Realms by who logs in there. */
  readonly realms: Readonly<Partial<Record<RealmKey, string>>>;
  /** Realms of which Deskrealm is to find out who logs in there. */
  readonly others: readonly string[];
  /** Client ids by place, such as `agents.app`. */
  readonly clients: Readonly<Record<string, string>>;
}

/** Client ids of a realm; one that was not found is left out. */
export interface RealmLayout {
  readonly realm: string;
  readonly clientIds: Readonly<Partial<Record<ClientRole, string>>>;
}

export type Layout = Readonly<Partial<Record<RealmKey, RealmLayout>>>;

/**
 * Finds the realms and their clients.
 *
 * @throws Failure `realm-unknown`; `layout-unclear` where the person has to say which is which.
 */
export async function findLayout(admin: AdminClient, named: Named): Promise<Layout> {
  const keyed = await keyedRealms(admin, named);
  const entries = await Promise.all(
    [...keyed].map(async ([key, realm]) => {
      const clientIds = await findClients(admin, realm, key, named);
      return [key, { realm, clientIds }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

async function keyedRealms(
  admin: AdminClient,
  { helpdesk, realms, others }: Named,
): Promise<Map<RealmKey, string>> {
  const keyed = new Map(Object.entries(realms) as [RealmKey, string][]);
  for (const realm of [...keyed.values(), ...others]) await demandRealm(admin, realm);
  for (const realm of others) {
    const known = REALM_KEYS.filter((key) => LAYOUTS[helpdesk].realms[key] !== undefined);
    // One realm for everybody has to be named as such.
    const free = known.filter((key) => key !== "people" && !keyed.has(key));
    const key = (await keyOf(admin, realm, helpdesk)) ?? (free.length === 1 ? free[0] : undefined);
    if (key === undefined || !free.includes(key)) {
      throw new Failure("layout-unclear", `It is not clear who logs in at the realm ${realm}.`, {
        hint: `say it: --agents ${realm}, or --customers ${realm}`,
      });
    }
    keyed.set(key, realm);
  }
  return keyed;
}

async function demandRealm(admin: AdminClient, realm: string): Promise<void> {
  if ((await admin.find(adminPath`/realms/${realm}`)) !== undefined) return;
  throw new Failure("realm-unknown", `There is no realm ${realm} on this Keycloak.`, {
    hint: "name it as in the console's list; names are case-sensitive",
  });
}

/** By the product's usual name, else by the login role that the vendor names, else by what the name tells. */
async function keyOf(admin: AdminClient, realm: string, helpdesk: Product): Promise<RealmKey | undefined> {
  const { realms } = LAYOUTS[helpdesk];
  const usual = REALM_KEYS.find((key) => key !== "people" && realms[key]?.realm === realm);
  if (usual !== undefined) return usual;
  const client = await findClient(admin, realm, realms.agents?.clients.app ?? "");
  const path = adminPath`/realms/${realm}/clients/${client?.id ?? ""}/roles`;
  const roles = client === undefined ? [] : await admin.listAll<RoleRepresentation>(path);
  const byRole = REALM_KEYS.filter((key) => roles.some(({ name }) => name === realms[key]?.loginRole));
  if (byRole.length === 1) return byRole[0];
  if (/customer|kunde/i.test(realm)) return "customers";
  return /agent/i.test(realm) ? "agents" : undefined;
}

async function findClients(
  admin: AdminClient,
  realm: string,
  key: RealmKey,
  { helpdesk, clients: named }: Named,
): Promise<RealmLayout["clientIds"]> {
  const usual = LAYOUTS[helpdesk].realms[key]?.clients;
  const found = await Promise.all(
    CLIENT_ROLES.map(async (role) => {
      const id = usual?.[role];
      if (id === undefined) return [];
      const clientId = named[`${key}.${role}`] ?? (await findByPart(admin, realm, `${key}.${role}`, id));
      return clientId === undefined ? [] : [[role, clientId] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

async function findByPart(
  admin: AdminClient,
  realm: string,
  place: string,
  usual: string,
): Promise<string | undefined> {
  if ((await findClient(admin, realm, usual)) !== undefined) return usual;
  const all = await admin.listAll<ClientRepresentation>(adminPath`/realms/${realm}/clients`);
  const fitting = all
    .filter(({ clientId = "" }) => !BUILT_IN_CLIENTS.includes(clientId))
    .filter((client) => isLike(client, place, usual))
    .map(({ clientId = "" }) => clientId);
  if (fitting.length < 2) return fitting[0];
  throw new Failure(
    "layout-unclear",
    `Several clients of the realm ${realm} can be ${place}: ${fitting.sort().join(", ")}.`,
    { hint: `say which: --client ${place}=ID` },
  );
}

/** OTRS alone has a client for its server, and one without a secret for its pages. */
function isLike(client: ClientRepresentation, place: string, usual: string): boolean {
  if (place.endsWith(".api")) return client.serviceAccountsEnabled === true;
  const isPublic = usual === LAYOUTS.otrs.realms.agents?.clients.app;
  return client.serviceAccountsEnabled !== true && (client.publicClient === true) === isPublic;
}
