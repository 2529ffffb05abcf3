// What of a realm the Keycloak plugin cannot set: roles that have to exist on Keycloak's own clients, such as
// view-system of realm-management; roles that every person of the realm has; and no theme where somebody has
// chosen one.
//
// From 26.7.0 the Admin API refuses any change of realm-management's roles, to the server's administrator
// too. A partial import with SKIP still adds them, on every version, so that is the one way.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { readBuiltInRoles } from "../admin/built-in-roles.ts";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { findRole, nameRoles } from "../admin/role-names.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

export interface RealmDetailsInputs {
  /** Realm name. */
  readonly realm: string;
  /** Id of one of Keycloak's own clients to role names. */
  readonly builtIn: Readonly<Record<string, readonly string[]>>;
  /** Everybody's roles: a realm role by its name, a client's as `CLIENT-ID/ROLE`. */
  readonly defaults: readonly string[];
  /** Names of themes; empty: the server's own. */
  readonly themes: Readonly<Record<"login" | "account" | "admin" | "email", string>>;
}

export function realmDetails(client: AdminClient): Implementation<RealmDetailsInputs> {
  const composites = (realm: string) =>
    adminPath`/realms/${realm}/roles/${`default-roles-${realm.toLowerCase()}`}/composites`;

  async function readDefaults(
    realm: string,
  ): Promise<{ name: string; role: RoleRepresentation }[] | undefined> {
    const roles = await client.find<RoleRepresentation[]>(composites(realm));
    if (roles === undefined) return undefined;
    const names = await nameRoles(client, realm, roles);
    return roles.map((role, index) => ({ role, name: names[index] ?? "" }));
  }

  async function align({ realm, builtIn, defaults, themes }: RealmDetailsInputs): Promise<void> {
    const roles = Object.entries(builtIn).map(([clientId, names]) => [
      clientId,
      names.map((name) => ({ name })),
    ]);
    if (roles.length > 0) {
      await client.post(adminPath`/realms/${realm}/partialImport`, {
        ifResourceExists: "SKIP",
        roles: { client: Object.fromEntries(roles) },
      });
    }
    const path = adminPath`/realms/${realm}`;
    if (!same(themesOf(await client.get<RealmRepresentation>(path)), themes))
      await client.put(path, {
        loginTheme: themes.login,
        accountTheme: themes.account,
        adminTheme: themes.admin,
        emailTheme: themes.email,
      });
    const has = (await readDefaults(realm)) ?? [];
    const lacking = defaults.filter((name) => !has.some((one) => one.name === name));
    const beyond = has.filter(({ name }) => !defaults.includes(name));
    if (lacking.length > 0) {
      const wanted = await Promise.all(lacking.map((name) => findRole(client, realm, name)));
      await client.post(composites(realm), wanted);
    }
    if (beyond.length > 0)
      await client.delete(
        composites(realm),
        beyond.map(({ role }) => role),
      );
  }

  return {
    async create(inputs) {
      await align(inputs);
      return { id: inputs.realm, outputs: inputs };
    },
    async read(realm, inputs) {
      const [root, defaults] = await Promise.all([
        client.find<RealmRepresentation>(adminPath`/realms/${realm}`),
        readDefaults(realm),
      ]);
      if (root === undefined || defaults === undefined) return undefined;
      // Which roles of Keycloak's clients were added cannot be told from here, so an import has none.
      const builtIn = await readBuiltInRoles(client, realm, inputs?.builtIn ?? {});
      return {
        realm,
        builtIn,
        defaults: defaults.map(({ name }) => name).sort(),
        themes: themesOf(root),
      };
    },
    async update(news) {
      await align(news);
      return news;
    },
    // Keycloak forbids taking a role of its own clients away (403 from 26.7.0), and everybody's roles stay
    // with the people: all of it goes with the realm.
    async delete() {},
  };
}

function themesOf(realm: RealmRepresentation): RealmDetailsInputs["themes"] {
  const { loginTheme = "", accountTheme = "", adminTheme = "", emailTheme = "" } = realm;
  return { login: loginTheme, account: accountTheme, admin: adminTheme, email: emailTheme };
}
