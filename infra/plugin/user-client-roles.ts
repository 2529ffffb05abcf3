// All client roles of one user, as one resource: what the user lacks is given, what the user has beyond is
// taken away. The plugin has one resource for each role of a service account, at four to five calls each,
// and for a person one that must also name every realm role, those that Keycloak gives by itself included.

import type MappingsRepresentation from "@keycloak/keycloak-admin-client/lib/defs/mappingsRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { AdminFailure } from "../admin/errors.ts";
import { findClient } from "../admin/find-client.ts";
import { Failure } from "../diagnostics/failure.ts";
import { giveByImport, isKeycloaks } from "./give-by-import.ts";
import { joinId, splitId } from "./resource-id.ts";
import type { Implementation } from "./types.ts";

/** Client id to role names. */
type Roles = Readonly<Record<string, readonly string[]>>;

export interface UserClientRolesInputs {
  /** Realm name. */
  readonly realm: string;
  /** Id of the user; a service account has one too. */
  readonly userId: string;
  readonly roles: Roles;
}

/** As the server holds them: client id to the client's UUID and the roles. */
type Mapped = Readonly<
  Record<string, { readonly uuid: string; readonly roles: readonly RoleRepresentation[] }>
>;

export function userClientRoles(client: AdminClient): Implementation<UserClientRolesInputs> {
  const rolesPath = ({ realm, userId }: UserClientRolesInputs, uuid: string) =>
    adminPath`/realms/${realm}/users/${userId}/role-mappings/clients/${uuid}`;

  /** Undefined where realm or user are gone. */
  async function mapped(realm: string, userId: string): Promise<Mapped | undefined> {
    const path = adminPath`/realms/${realm}/users/${userId}/role-mappings`;
    const found = await client.find<MappingsRepresentation>(path);
    if (found === undefined) return undefined;
    const entries = Object.entries(found.clientMappings ?? {}) as [
      string,
      { id: string; mappings?: RoleRepresentation[] },
    ][];
    return Object.fromEntries(
      entries.map(([id, entry]) => [id, { uuid: entry.id, roles: entry.mappings ?? [] }]),
    );
  }

  async function give(
    inputs: UserClientRolesInputs,
    clientId: string,
    names: readonly string[],
  ): Promise<void> {
    const uuid = (await findClient(client, inputs.realm, clientId))?.id;
    const available =
      uuid === undefined
        ? []
        : await client.listAll<RoleRepresentation>(adminPath`/realms/${inputs.realm}/clients/${uuid}/roles`);
    const wanted = names.map((name) => {
      const role = available.find((candidate) => candidate.name === name);
      if (role !== undefined) return role;
      throw new Failure(
        "admin-refused",
        `The realm ${inputs.realm} has no role ${name} of the client ${clientId}.`,
        { hint: "run the same command again; the role is made before it is given" },
      );
    });
    if (uuid === undefined || wanted.length === 0) return;
    const post = (roles: readonly RoleRepresentation[]) => client.post(rolesPath(inputs, uuid), roles);
    try {
      await post(wanted);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Whoever may not give Keycloak's own roles is helped to none of the others either.
      const [own, others] = [wanted.filter(isKeycloaks), wanted.filter((role) => !isKeycloaks(role))];
      if (others.length === 0) throw mayNotGive(error);
      if (own.length > 0)
        await post(own).catch((again: unknown) =>
          Promise.reject(isRefusal(again) ? mayNotGive(again) : again),
        );
      const given = await giveByImport(
        client,
        inputs,
        clientId,
        others.flatMap(({ name }) => name ?? []),
      );
      if (!given) throw mayNotGive(error);
    }
  }

  async function align(inputs: UserClientRolesInputs): Promise<void> {
    const has = (await mapped(inputs.realm, inputs.userId)) ?? {};
    for (const [clientId, names] of Object.entries(inputs.roles)) {
      const held = has[clientId]?.roles.map(({ name }) => name) ?? [];
      const lacking = names.filter((name) => !held.includes(name));
      if (lacking.length > 0) await give(inputs, clientId, lacking);
    }
    for (const [clientId, { uuid, roles }] of Object.entries(has)) {
      const wanted = inputs.roles[clientId] ?? [];
      const beyond = roles.filter(({ name }) => name === undefined || !wanted.includes(name));
      if (beyond.length > 0) await client.delete(rolesPath(inputs, uuid), beyond);
    }
  }

  return {
    async create(inputs) {
      await align(inputs);
      return { id: joinId(inputs.realm, inputs.userId), outputs: inputs };
    },
    async read(id) {
      const [realm, userId] = splitId(id);
      const has = await mapped(realm, userId);
      if (has === undefined) return undefined;
      const roles = Object.fromEntries(
        Object.entries(has).map(([clientId, entry]) => [
          clientId,
          entry.roles.flatMap(({ name }) => name ?? []).sort(),
        ]),
      );
      return { realm, userId, roles };
    },
    async update(news) {
      await align(news);
      return news;
    },
    async delete(inputs) {
      await align({ ...inputs, roles: {} });
    },
  };
}

const isRefusal = (error: unknown): error is AdminFailure =>
  error instanceof AdminFailure && error.status === 403;

function mayNotGive(error: AdminFailure): AdminFailure {
  const hint = "give the account the roles that this needs, for example realm-admin";
  return new AdminFailure(error.code, error.message, error, error.status, hint, error);
}
