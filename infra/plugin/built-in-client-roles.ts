// Roles that have to exist on one of Keycloak's own clients, such as view-system of realm-management.
//
// From 26.7.0 the Admin API refuses any change of realm-management's roles, to the server's administrator
// too. A partial import with SKIP still adds them, on every version, so that is the one way.

import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { findClient } from "../admin/find-client.ts";
import { joinId, splitId } from "./resource-id.ts";
import type { Implementation } from "./types.ts";

export interface BuiltInClientRolesInputs {
  /** Realm name. */
  readonly realm: string;
  readonly clientId: string;
  readonly roles: readonly string[];
}

export function builtInClientRoles(client: AdminClient): Implementation<BuiltInClientRolesInputs> {
  const add = async ({ realm, clientId, roles }: BuiltInClientRolesInputs): Promise<void> => {
    await client.post(adminPath`/realms/${realm}/partialImport`, {
      ifResourceExists: "SKIP",
      roles: { client: { [clientId]: roles.map((name) => ({ name })) } },
    });
  };
  return {
    diff(olds, news) {
      const moved = olds.realm !== news.realm || olds.clientId !== news.clientId;
      const missing = news.roles.some((role) => !olds.roles.includes(role));
      return {
        changes: moved || missing || olds.roles.length !== news.roles.length,
        replaces: moved ? ["realm", "clientId"] : [],
      };
    },
    async create(inputs) {
      await add(inputs);
      return { id: joinId(inputs.realm, inputs.clientId), outputs: inputs };
    },
    async read(id, inputs) {
      const [realm, clientId] = splitId(id);
      const uuid = (await findClient(client, realm, clientId))?.id;
      if (uuid === undefined) return undefined;
      const path = adminPath`/realms/${realm}/clients/${uuid}/roles`;
      const found = (await client.listAll<RoleRepresentation>(path)).flatMap(({ name }) => name ?? []);
      // Which of the client's roles are Keycloak's own cannot be told from here, so an import has none.
      const roles = (inputs?.roles ?? []).filter((role) => found.includes(role));
      return { realm, clientId, roles };
    },
    async update(news) {
      await add(news);
      return news;
    },
    // Keycloak forbids taking such a role away (403 from 26.7.0), so it stays with its realm.
    async delete() {},
  };
}
