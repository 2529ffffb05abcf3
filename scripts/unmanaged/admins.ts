// Who may administer the realm: roles of realm-management, held directly, through another role or a group.

import type GroupRepresentation from "@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js";
import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { ascending } from "../../infra/model/canonical.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { ADMIN_ROLES } from "./keycloaks-own.ts";
import { listSome } from "./list.ts";
import type { Found } from "./types.ts";

const OWNER = "realm-management";

/** A role that gives admin roles, or is one. */
interface Carrier {
  readonly role: RoleRepresentation & { readonly id: string };
  /** How people know it: `OWNER/NAME` for a client's role. */
  readonly name: string;
  /** An admin role itself. */
  readonly direct: boolean;
  /** Path of the role's own resource. */
  readonly path: string;
}

/**
 * People and groups with admin roles, but for what the spec gives to the helpdesk's service account. Roles of
 * clients that are not the spec's are not followed.
 */
export async function findAdmins(
  admin: AdminClient,
  model: RealmModel,
  realm: RealmRepresentation,
  realmRoles: readonly RoleRepresentation[],
): Promise<Found[]> {
  const reader = new Reader(admin, model);
  const clientIds = [OWNER, ...Object.values(model.clients).map(({ clientId }) => clientId)];
  const ofClients = await Promise.all(clientIds.map((clientId) => reader.clientRoles(clientId)));
  const roles = [...ofClients.flat(), ...realmRoles.flatMap((role) => reader.realmRole(role))].filter(
    ({ name }) => name !== realm.defaultRole?.name,
  );
  const composites = roles.filter(({ role, direct }) => role.composite === true && !direct);
  const contents = new Map(
    await Promise.all(composites.map(async ({ role }) => [role.id, await reader.contents(role.id)] as const)),
  );
  const direct = roles.filter((one) => one.direct);
  const carriers = [...direct, ...giving(composites, new Set(direct.map(({ role }) => role.id)), contents)];
  const holders = await Promise.all(carriers.map((carrier) => reader.holders(carrier)));
  return merged(holders.flat());
}

/** Of composite roles those that hold an admin role, at whatever depth. */
function giving(
  composites: readonly Carrier[],
  adminRoles: ReadonlySet<string>,
  contents: ReadonlyMap<string, readonly RoleRepresentation[]>,
): readonly Carrier[] {
  const ids = new Set(adminRoles);
  for (;;) {
    const found = composites.filter(
      ({ role }) => !ids.has(role.id) && contents.get(role.id)?.some(({ id = "" }) => ids.has(id)) === true,
    );
    if (found.length === 0) return composites.filter(({ role }) => ids.has(role.id));
    for (const { role } of found) ids.add(role.id);
  }
}

/** Somebody's hold on an admin role. */
interface Hold {
  readonly who: string;
  readonly role: string;
}

/** One finding for each person or group, with all roles. */
function merged(holds: readonly (Hold | Found)[]): Found[] {
  const by = Map.groupBy(
    holds.filter((one) => "who" in one),
    ({ who }) => who,
  );
  const found = [...by].map(([who, all]): Found => {
    const roles = [...new Set(all.map(({ role }) => role))].sort(ascending);
    return { kind: "admin-access", name: who, text: `${who} has admin roles: ${roles.join(", ")}` };
  });
  return [...found, ...holds.filter((one) => "kind" in one)];
}

class Reader {
  readonly #admin: AdminClient;
  readonly #realm: string;
  /** Service accounts of the spec, whose direct roles are in the model. */
  readonly #ours: ReadonlySet<string>;

  constructor(admin: AdminClient, { realm, clients }: RealmModel) {
    this.#admin = admin;
    this.#realm = realm;
    this.#ours = new Set(
      Object.values(clients).map(({ clientId }) => `service-account-${clientId}`.toLowerCase()),
    );
  }

  async clientRoles(clientId: string): Promise<Carrier[]> {
    const client = await findClient(this.#admin, this.#realm, clientId);
    if (client === undefined) return [];
    const path = adminPath`/realms/${this.#realm}/clients/${client.id}/roles`;
    const roles = await this.#admin.listAll<RoleRepresentation>(path);
    return roles.flatMap((role) => {
      const direct = clientId === OWNER && ADMIN_ROLES.includes(role.name ?? "");
      return carrier(role, direct ? "" : `${clientId}/`, path, direct);
    });
  }

  realmRole(role: RoleRepresentation): Carrier[] {
    return carrier(role, "", adminPath`/realms/${this.#realm}/roles`, false);
  }

  contents(id: string): Promise<RoleRepresentation[]> {
    return this.#admin.get(adminPath`/realms/${this.#realm}/roles-by-id/${id}/composites`);
  }

  async holders({ path, name, direct }: Carrier): Promise<(Hold | Found)[]> {
    const [users, groups] = await Promise.all([
      listSome<UserRepresentation>(this.#admin, `${path}/users`, `people with the role ${name}`),
      listSome<GroupRepresentation>(this.#admin, `${path}/groups`, `groups with the role ${name}`),
    ]);
    const people = users.entries
      .map(({ username = "" }) => username)
      .filter((username) => !(direct && this.#ours.has(username)));
    const members = await Promise.all(groups.entries.map((group) => this.#members(group)));
    const through = groups.entries.flatMap((group, index): (Hold | Found)[] => {
      const found = members[index] ?? { people: [], more: [] };
      return [
        { who: `group ${group.path ?? group.name}`, role: name },
        ...found.people.map((who) => ({
          who: `user ${who}`,
          role: `${name} (group ${group.path ?? group.name})`,
        })),
        ...found.more,
      ];
    });
    return [
      ...people.map((who) => ({ who: `user ${who}`, role: name })),
      ...through,
      ...users.more,
      ...groups.more,
    ];
  }

  /** Members of a group and of those below it, which have its roles too. */
  async #members(group: GroupRepresentation): Promise<{ people: string[]; more: Found[] }> {
    const path = adminPath`/realms/${this.#realm}/groups/${group.id ?? ""}`;
    const named = `${group.path ?? group.name}`;
    const [users, children] = await Promise.all([
      listSome<UserRepresentation>(this.#admin, `${path}/members`, `members of the group ${named}`, {
        briefRepresentation: true,
      }),
      listSome<GroupRepresentation>(this.#admin, `${path}/children`, `groups below ${named}`),
    ]);
    const deeper = await Promise.all(children.entries.map((child) => this.#members(child)));
    return {
      people: [
        ...users.entries.map(({ username = "" }) => username),
        ...deeper.flatMap(({ people }) => people),
      ],
      more: [...users.more, ...children.more, ...deeper.flatMap(({ more }) => more)],
    };
  }
}

/** Role names may hold slashes. */
function carrier(role: RoleRepresentation, prefix: string, path: string, direct: boolean): Carrier[] {
  const { id, name } = role;
  if (id === undefined || name === undefined) return [];
  return [
    { role: { ...role, id }, name: `${prefix}${name}`, direct, path: `${path}/${encodeURIComponent(name)}` },
  ];
}
