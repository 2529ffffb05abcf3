// Which realm of a server is whose, and which client of it is which: as named, else as the vendor's text has it.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { partOf } from "../../infra/model/helpdesks.ts";
import type { Product, RealmKey, RealmModel } from "../../infra/model/types.ts";
import { BUILT_IN_CLIENTS } from "../../infra/spec/fields.ts";
import { LAYOUTS, REALM_KEYS } from "../../infra/spec/layout.ts";

/** Which helpdesks the person has named. */
export interface Asked {
  /** Products by the keys of their helpdesks; one that is alone has its product's. */
  readonly helpdesks: ReadonlyMap<string, Product>;
  /** Whether they stand in a list, also where it holds one. */
  readonly several: boolean;
  /** URLs by the helpdesks' keys; one that is missing is to be found among the clients' addresses. */
  readonly urls: ReadonlyMap<string, string>;
}

/** What the person has named. */
export interface Named extends Asked {
  /** Realms by who logs in there. */
  readonly realms: Readonly<Partial<Record<RealmKey, string>>>;
  /** Realms of which Deskrealm is to find out who logs in there. */
  readonly others: readonly string[];
  /** Client ids by place, such as `agents.app`, or `agents.KEY.app` of several helpdesks. */
  readonly clients: Readonly<Record<string, string>>;
}

/**
 * Names of the realms by who logs in there.
 *
 * @throws Failure `realm-unknown`; `layout-unclear` where the person has to say which is which.
 */
export async function findRealms(
  admin: AdminClient,
  { helpdesks, realms, others }: Named,
): Promise<Map<RealmKey, string>> {
  const keyed = new Map(Object.entries(realms) as [RealmKey, string][]);
  for (const realm of [...keyed.values(), ...others]) await demandRealm(admin, realm);
  const products = [...new Set(helpdesks.values())];
  for (const realm of others) {
    const known = REALM_KEYS.filter((key) => products.some((one) => LAYOUTS[one].realms[key] !== undefined));
    // One realm for everybody has to be named as such.
    const free = known.filter((key) => key !== "people" && !keyed.has(key));
    const key = (await keyOfAny(admin, realm, products)) ?? (free.length === 1 ? free[0] : undefined);
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

/** The first product that knows. */
async function keyOfAny(
  admin: AdminClient,
  realm: string,
  products: readonly Product[],
): Promise<RealmKey | undefined> {
  for (const product of products) {
    const key = await keyOf(admin, realm, product);
    if (key !== undefined) return key;
  }
  return undefined;
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

/**
 * Client ids of a realm by the clients' keys in the model; one that was not found is left out.
 *
 * @param usual - the realm as the vendors' texts have it
 * @throws Failure `layout-unclear`
 */
export async function findClients(
  admin: AdminClient,
  { realm, key, usual }: { readonly realm: string; readonly key: RealmKey; readonly usual: RealmModel },
  { helpdesks, clients: named }: Named,
): Promise<Readonly<Record<string, string>>> {
  const clients = Object.entries(usual.clients);
  const found = await Promise.all(
    clients.map(async ([client, { clientId: usualId }]) => {
      const place = `${key}.${client}`;
      const others = clients.flatMap(([other, { clientId }]) =>
        other === client ? [] : [named[`${key}.${other}`] ?? clientId],
      );
      const product = helpdesks.get(client.split(".")[0] ?? "") ?? [...helpdesks.values()][0];
      const looks = (one: ClientRepresentation) => isLike(one, partOf(client), product);
      const clientId = named[place] ?? (await findByLooks(admin, { realm, place, usualId, others, looks }));
      return clientId === undefined ? [] : [[client, clientId] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

interface Sought {
  readonly realm: string;
  readonly place: string;
  readonly usualId: string;
  /** Client ids that are for other places. */
  readonly others: readonly string[];
  readonly looks: (client: ClientRepresentation) => boolean;
}

async function findByLooks(
  admin: AdminClient,
  { realm, place, usualId, others, looks }: Sought,
): Promise<string | undefined> {
  if ((await findClient(admin, realm, usualId)) !== undefined) return usualId;
  const all = await admin.listAll<ClientRepresentation>(adminPath`/realms/${realm}/clients`);
  const fitting = all
    .filter(({ clientId = "" }) => !BUILT_IN_CLIENTS.includes(clientId) && !others.includes(clientId))
    .filter(looks)
    .map(({ clientId = "" }) => clientId);
  if (fitting.length < 2) return fitting[0];
  throw new Failure(
    "layout-unclear",
    `Several clients of the realm ${realm} can be ${place}: ${fitting.sort().join(", ")}.`,
    { hint: `say which: --client ${place}=ID` },
  );
}

/** OTRS alone has a client for its server, and one without a secret for its pages. */
function isLike(client: ClientRepresentation, part: string, product: Product | undefined): boolean {
  if (part === "api") return client.serviceAccountsEnabled === true;
  return client.serviceAccountsEnabled !== true && (client.publicClient === true) === (product === "otrs");
}
