// What hangs on a client: all of its scopes and protocol mappers, the algorithms of its tokens, and what its
// roles are said to be for. What
// is missing is added, what is beyond is taken away. The plugin's resources for mappers see only those that
// they made themselves, so one added by hand, which puts whatever it likes into the helpdesk's tokens, would
// stay; and they take no description back.

import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type ProtocolMapperRepresentation from "@keycloak/keycloak-admin-client/lib/defs/protocolMapperRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { findClient } from "../admin/find-client.ts";
import { Failure } from "../diagnostics/failure.ts";
import { joinId, splitId } from "./resource-id.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

interface Mapper {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ClientAttachmentsInputs {
  /** Realm name. */
  readonly realm: string;
  readonly clientId: string;
  readonly defaultScopes: readonly string[];
  readonly optionalScopes: readonly string[];
  /** Algorithms that ID tokens and userinfo are signed with; empty: the realm's own, and plain JSON. */
  readonly idTokenAlgorithm: string;
  readonly userinfoAlgorithm: string;
  // Lists, as people choose the names: Pulumi takes no object that has a key `toString`.
  readonly mappers: readonly Mapper[];
  /** Of the client's own; an empty description for none. Each is described when it is made, so one that is not
   * there yet is passed over. */
  readonly roles: readonly Role[];
}

interface Role {
  readonly name: string;
  readonly description: string;
}

type Client = ClientRepresentation & { readonly id: string };

export function clientAttachments(admin: AdminClient): Implementation<ClientAttachmentsInputs> {
  async function align(inputs: ClientAttachmentsInputs): Promise<void> {
    const client = await findClient(admin, inputs.realm, inputs.clientId);
    if (client === undefined) {
      throw new Failure("admin-refused", `The realm ${inputs.realm} has no client ${inputs.clientId}.`, {
        hint: "run the same command again; the client is made first",
      });
    }
    await alignAlgorithms(inputs, client);
    await alignScopes(inputs, client);
    await alignMappers(inputs, client);
    for (const { name, description } of await rolesOf(inputs.realm, client, inputs.roles)) {
      const wanted = inputs.roles.find((role) => role.name === name);
      if (wanted !== undefined && wanted.description !== description)
        await admin.put(rolePath(inputs.realm, client, name), wanted);
    }
  }

  /** Of the given roles those that exist, as they are. */
  async function rolesOf(realm: string, client: Client, roles: readonly Role[]): Promise<Role[]> {
    const found = await Promise.all(
      roles.map(async ({ name }) => {
        const role = await admin.find<RoleRepresentation>(rolePath(realm, client, name));
        return role === undefined ? [] : [{ name, description: role.description ?? "" }];
      }),
    );
    return found.flat();
  }

  async function alignAlgorithms(inputs: ClientAttachmentsInputs, client: Client): Promise<void> {
    const { idTokenAlgorithm, userinfoAlgorithm } = inputs;
    const wanted = { idTokenAlgorithm, userinfoAlgorithm };
    if (same(algorithmsOf(client), wanted)) return;
    // An empty text takes the attribute away.
    const attributes = { [ID_TOKEN]: idTokenAlgorithm, [USERINFO]: userinfoAlgorithm };
    await admin.put(clientPath(inputs.realm, client), {
      ...client,
      attributes: { ...client.attributes, ...attributes },
    });
  }

  async function alignScopes(inputs: ClientAttachmentsInputs, client: Client): Promise<void> {
    const has = {
      default: client.defaultClientScopes ?? [],
      optional: client.optionalClientScopes ?? [],
    };
    const wanted = { default: inputs.defaultScopes, optional: inputs.optionalScopes };
    if (same(has, wanted)) return;
    const known = await admin.get<{ id: string; name: string }[]>(
      adminPath`/realms/${inputs.realm}/client-scopes`,
    );
    const path = (kind: "default" | "optional", name: string) => {
      const id = known.find((scope) => scope.name === name)?.id;
      if (id !== undefined)
        return `${clientPath(inputs.realm, client)}/${kind}-client-scopes/${encodeURIComponent(id)}`;
      throw new Failure("admin-refused", `The realm ${inputs.realm} has no client scope ${name}.`, {
        hint: "make the scope, or take it out of the client's",
      });
    };
    // A scope can be only one of both, so what goes goes first.
    for (const kind of ["default", "optional"] as const) {
      for (const name of has[kind]) if (!wanted[kind].includes(name)) await admin.delete(path(kind, name));
    }
    for (const kind of ["default", "optional"] as const) {
      for (const name of wanted[kind]) if (!has[kind].includes(name)) await admin.put(path(kind, name), {});
    }
  }

  async function alignMappers({ realm, mappers }: ClientAttachmentsInputs, client: Client): Promise<void> {
    const path = `${clientPath(realm, client)}/protocol-mappers/models`;
    const has = client.protocolMappers ?? [];
    for (const { id = "", name } of has) {
      if (!mappers.some((mapper) => mapper.name === name))
        await admin.delete(`${path}/${encodeURIComponent(id)}`);
    }
    for (const wanted of mappers) {
      const { name, type, config } = wanted;
      const found = has.find((mapper) => mapper.name === name);
      const body = { name, protocol: "openid-connect", protocolMapper: type, config };
      if (found === undefined) await admin.post(path, body);
      else if (!same(mapped(found), wanted))
        await admin.put(`${path}/${encodeURIComponent(found.id ?? "")}`, { ...body, id: found.id });
    }
  }

  return {
    async create(inputs) {
      await align(inputs);
      return { id: joinId(inputs.realm, inputs.clientId), outputs: inputs };
    },
    async read(id, inputs) {
      const [realm, clientId] = splitId(id);
      const client = await findClient(admin, realm, clientId);
      if (client === undefined) return undefined;
      return {
        realm,
        clientId,
        defaultScopes: [...(client.defaultClientScopes ?? [])].sort(),
        optionalScopes: [...(client.optionalClientScopes ?? [])].sort(),
        ...algorithmsOf(client),
        mappers: (client.protocolMappers ?? []).map(mapped),
        roles: await rolesOf(realm, client, inputs?.roles ?? []),
      };
    },
    async update(news) {
      await align(news);
      return news;
    },
    // They go with the client.
    async delete() {},
  };
}

const ID_TOKEN = "id.token.signed.response.alg";
const USERINFO = "user.info.response.signature.alg";

function algorithmsOf({ attributes = {} }: Client) {
  return { idTokenAlgorithm: attributes[ID_TOKEN] ?? "", userinfoAlgorithm: attributes[USERINFO] ?? "" };
}

const clientPath = (realm: string, { id }: Client): string => adminPath`/realms/${realm}/clients/${id}`;

const rolePath = (realm: string, { id }: Client, name: string): string =>
  adminPath`/realms/${realm}/clients/${id}/roles/${name}`;

function mapped({ name = "", protocolMapper = "", config = {} }: ProtocolMapperRepresentation): Mapper {
  return { name, type: protocolMapper, config: config as Record<string, string> };
}
