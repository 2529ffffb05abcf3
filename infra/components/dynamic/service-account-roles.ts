// All client roles of one service account, as one resource: what it lacks is given, what it has beyond
// is taken away. The plugin has one resource for each role, at four to five calls each.

import type MappingsRepresentation from "@keycloak/keycloak-admin-client/lib/defs/mappingsRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../admin/client.ts";
import { findClient } from "../../admin/find-client.ts";
import { Failure } from "../../diagnostics/failure.ts";
import type { Implementation } from "./types.ts";

export interface ServiceAccountRolesInputs {
  /** Realm name. */
  readonly realm: string;
  /** Id of the service account's user. */
  readonly userId: string;
  /** Client id to role names. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

type Mapped = Readonly<
  Record<string, { readonly uuid: string; readonly roles: readonly RoleRepresentation[] }>
>;

export function serviceAccountRoles(client: AdminClient): Implementation<ServiceAccountRolesInputs> {
  const rolesPath = ({ realm, userId }: ServiceAccountRolesInputs, uuid: string) =>
    adminPath`/realms/${realm}/users/${userId}/role-mappings/clients/${uuid}`;

  /** The account's client roles by client id; undefined where realm or account are gone. */
  async function mapped({ realm, userId }: ServiceAccountRolesInputs): Promise<Mapped | undefined> {
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
    inputs: ServiceAccountRolesInputs,
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
        {
          hint: "run the same command again; the role is made before it is given",
        },
      );
    });
    if (uuid !== undefined && wanted.length > 0) await client.post(rolesPath(inputs, uuid), wanted);
  }

  async function align(inputs: ServiceAccountRolesInputs, has: Mapped): Promise<void> {
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
    async diff(_id, olds, news) {
      const moved = olds.realm !== news.realm || olds.userId !== news.userId;
      return {
        changes: moved || textOf(olds.roles) !== textOf(news.roles),
        replaces: moved ? ["realm", "userId"] : [],
        deleteBeforeReplace: false,
      };
    },
    async create(inputs) {
      await align(inputs, (await mapped(inputs)) ?? {});
      return { id: `${inputs.realm}/${inputs.userId}`, outs: inputs };
    },
    async read(id, props) {
      const has = await mapped(props);
      if (has === undefined) return { id: "", props };
      const roles = Object.fromEntries(
        Object.entries(has).map(([clientId, entry]) => [
          clientId,
          entry.roles.flatMap(({ name }) => name ?? []).sort(),
        ]),
      );
      // Unchanged roles keep the order that the state has, so that a refresh shows differences only.
      return { id, props: textOf(roles) === textOf(props.roles) ? props : { ...props, roles } };
    },
    async update(_id, _olds, news) {
      await align(news, (await mapped(news)) ?? {});
      return { outs: news };
    },
    async delete(_id, props) {
      const has = (await mapped(props)) ?? {};
      await align({ ...props, roles: {} }, has);
    },
  };
}

/** The same text for the same roles, whatever their order. */
function textOf(roles: ServiceAccountRolesInputs["roles"]): string {
  const entries = Object.entries(roles).filter(([, names]) => names.length > 0);
  return JSON.stringify(entries.map(([clientId, names]) => [clientId, [...names].sort()]).sort());
}
