// What each product's realms are called unless the spec says otherwise, and which keys of a spec it knows.
// Sources: the vendors' texts that the product's file in helpdesks/ names; names that no vendor gives are ours.

import type { Product, RealmKey, UnmanagedAttributes } from "../model/types.ts";

export interface RealmLayout {
  readonly realm: string;
  /** Role of the client `app` without which the helpdesk lets nobody in; `null`: it asks for none. */
  readonly loginRole: string | null;
  /** Client ids by the client's part in the layout. */
  readonly clients: { readonly app: string; readonly api?: string };
  /** Whether the helpdesk reads roles of people there. */
  readonly roles: boolean;
}

export interface Layout {
  /** As the vendor writes it. */
  readonly name: string;
  /** Realms that there can be. `people` is one realm in the place of the two others. */
  readonly realms: Readonly<Partial<Record<RealmKey, RealmLayout>>>;
  /** Keys of a spec that not every product has, as paths with `REALM` for a realm's key. */
  readonly keys: readonly ProductKey[];
  /** Attributes of people that the product cannot do without, by realm. */
  readonly required: Readonly<Partial<Record<RealmKey, readonly string[]>>>;
  /** What becomes of attributes that the profile does not declare, where the spec does not say. */
  readonly unmanagedAttributes: UnmanagedAttributes;
  /** Whether the product logs people in over https only. */
  readonly onlyHttps: boolean;
}

/** The keys that only some products have. */
export const PRODUCT_KEYS = [
  "backendUrl",
  "interfaces",
  "config.remoteCheck",
  "config.roleSync",
  "config.createUsers",
  "config.syncUsers",
  "config.usernameClaim",
  "config.usernameLength",
  "config.allowFallback",
  "config.allowAdminUser",
  "config.agentsAppId",
  "config.usersAppId",
  "config.logIdToken",
  "config.discoveryTtl",
  "config.version",
  "REALM.loginRole",
  "REALM.clients.app.access",
  "REALM.clients.app.pkce",
  "REALM.clients.api",
] as const;

/** Keys of no use where `interfaces` leaves theirs out. */
export const INTERFACE_KEYS = {
  agents: "config.agentsAppId",
  customers: "config.usersAppId",
} as const;

export type ProductKey = (typeof PRODUCT_KEYS)[number];

const one = (name: string, realm: string, roles: boolean): RealmLayout => ({
  realm,
  loginRole: null,
  clients: { app: name },
  roles,
});

export const LAYOUTS: Readonly<Record<Product, Layout>> = {
  otrs: {
    name: "OTRS",
    realms: {
      agents: {
        realm: "otrs-agents",
        loginRole: "Agent",
        clients: { app: "otrs-app", api: "otrs-api" },
        roles: true,
      },
      customers: {
        realm: "otrs-customer-users",
        loginRole: "Customer User",
        clients: { app: "otrs-app", api: "otrs-api" },
        roles: true,
      },
    },
    keys: [
      "backendUrl",
      "config.remoteCheck",
      "config.roleSync",
      "REALM.loginRole",
      "REALM.clients.app.access",
      "REALM.clients.app.pkce",
      "REALM.clients.api",
    ],
    required: { customers: ["customerid"] },
    unmanagedAttributes: "ENABLED",
    onlyHttps: false,
  },
  otobo: {
    name: "OTOBO",
    realms: {
      agents: one("otobo", "otobo-agents", true),
      customers: one("otobo", "otobo-customers", false),
      people: one("otobo", "otobo", true),
    },
    keys: ["interfaces", "config.usernameClaim", "config.logIdToken", "config.discoveryTtl"],
    required: {},
    unmanagedAttributes: "DISABLED",
    onlyHttps: false,
  },
  osticket: {
    name: "osTicket",
    realms: {
      agents: one("osticket", "osticket-agents", false),
      customers: one("osticket", "osticket-users", false),
      people: one("osticket", "osticket", false),
    },
    keys: ["interfaces"],
    required: {},
    unmanagedAttributes: "DISABLED",
    onlyHttps: false,
  },
  deskpro: {
    name: "Deskpro",
    realms: {
      agents: one("deskpro", "deskpro-agents", false),
      customers: one("deskpro", "deskpro-users", false),
      people: one("deskpro", "deskpro", false),
    },
    keys: ["interfaces", "config.agentsAppId", "config.usersAppId"],
    required: {},
    unmanagedAttributes: "DISABLED",
    onlyHttps: true,
  },
  espocrm: {
    name: "EspoCRM",
    realms: { agents: one("espocrm", "espocrm", true) },
    keys: [
      "config.createUsers",
      "config.syncUsers",
      "config.usernameClaim",
      "config.usernameLength",
      "config.allowFallback",
      "config.allowAdminUser",
      "config.version",
    ],
    required: {},
    unmanagedAttributes: "DISABLED",
    onlyHttps: false,
  },
};

export const PRODUCTS = Object.keys(LAYOUTS) as Product[];

/** Realm keys in the order in which they are told. */
export const REALM_KEYS: readonly RealmKey[] = ["agents", "customers", "people"];

/**
 * Keys of the realms that a spec means: one realm for everybody where it says `people`, else one for each
 * interface.
 */
export function realmKeysOf(spec: {
  readonly helpdesk: Product;
  readonly interfaces?: readonly ("agents" | "customers")[] | undefined;
  readonly people?: unknown;
}): readonly RealmKey[] {
  const { realms } = LAYOUTS[spec.helpdesk];
  if (spec.people !== undefined && realms.people !== undefined) return ["people"];
  const asked: readonly RealmKey[] = spec.interfaces ?? ["agents", "customers"];
  return REALM_KEYS.filter((key) => key !== "people" && asked.includes(key) && realms[key] !== undefined);
}

/** The layout of one realm; the product has it. */
export function realmLayout(product: Product, key: RealmKey): RealmLayout {
  const found = LAYOUTS[product].realms[key];
  if (found === undefined) throw new TypeError(`${product} has no realm ${key}.`);
  return found;
}
