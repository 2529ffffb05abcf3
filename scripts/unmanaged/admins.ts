// Who may administer the realm: roles of realm-management, held directly, through another role or a group.

import type GroupRepresentation from "@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js";
import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { ascending } from "../../infra/model/canonical.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { DEFAULT_ROLES } from "./keycloaks-own.ts";
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
 * People and groups with admin roles, but for what the spec gives to the helpdesk's service account, and
 * what everybody gets beyond Keycloak's default. Roles of clients that are not the spec's are not followed.
 */
export async function findAdmins(
  admin: AdminClient,
  model: RealmModel,
  realm: RealmRepresentation,
  realmRoles: readonly RoleRepresentation[],
): Promise<Found[]> {
  const reader = new Reader(admin, model);
  const [adminRoles, own] = await Promise.all([
    reader.clientRoles(OWNER),
    Promise.all(Object.values(model.clients).map(({ clientId }) => reader.clientRoles(clientId))),
  ]);
  const composites = [...realmRoles.map((role) => reader.realmRole(role)), ...own.flat()].filter(
    ({ role, name }) => role.composite === true && name !== realm.defaultRole?.name,
  );
  const contents = new Map(
    await Promise.all(composites.map(async ({ role }) => [role.id, await reader.contents(role.id)] as const)),
  );
  const ids = new Set(adminRoles.map(({ role }) => role.id));
  const gives = (id: string, seen: ReadonlySet<string> = new Set()): boolean =>
    !seen.has(id) &&
    (ids.has(id) || (contents.get(id) ?? []).some((part) => gives(part.id ?? "", new Set([...seen, id]))));
  const carriers = [...adminRoles, ...composites.filter(({ role }) => gives(role.id))];
  const [everybody, ...holders] = await Promise.all([
    reader.everybody(realm),
    ...carriers.map((carrier) => reader.holders(carrier)),
  ]);
  return [...everybody, ...merged(holders.flat())];
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
  readonly #clientIds = new Map<string, string>();

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
    this.#clientIds.set(client.id, clientId);
    const path = adminPath`/realms/${this.#realm}/clients/${client.id}/roles`;
    const roles = await this.#admin.listAll<RoleRepresentation>(path);
    const direct = clientId === OWNER;
    return roles.flatMap((role) => carrier(role, direct ? "" : `${clientId}/`, path, direct));
  }

  realmRole(role: RoleRepresentation): Carrier {
    const path = adminPath`/realms/${this.#realm}/roles`;
    return {
      role: { ...role, id: role.id ?? "" },
      name: role.name ?? "",
      direct: false,
      path: below(path, role),
    };
  }

  contents(id: string): Promise<RoleRepresentation[]> {
    return this.#admin.get(adminPath`/realms/${this.#realm}/roles-by-id/${id}/composites`);
  }

  /** What is in the realm's default role beyond what Keycloak puts there. */
  async everybody({ defaultRole }: RealmRepresentation): Promise<Found[]> {
    if (defaultRole?.id === undefined) return [];
    const account = await findClient(this.#admin, this.#realm, "account");
    if (account !== undefined) this.#clientIds.set(account.id, "account");
    const contents = await this.contents(defaultRole.id);
    const names = contents.map(({ name = "", clientRole, containerId = "" }) =>
      clientRole === true ? `${this.#clientIds.get(containerId) ?? "another client"}/${name}` : name,
    );
    return names
      .filter((name) => !DEFAULT_ROLES.includes(name))
      .map((name) => ({ kind: "admin-access", name: "everybody", text: `everybody has the role ${name}` }));
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

function carrier(role: RoleRepresentation, prefix: string, path: string, direct: boolean): Carrier[] {
  if (role.id === undefined || role.name === undefined) return [];
  const name = `${prefix}${role.name}`;
  return [{ role: { ...role, id: role.id }, name, direct, path: below(path, role) }];
}

/** Role names may hold slashes. */
const below = (path: string, { name = "" }: RoleRepresentation): string =>
  `${path}/${encodeURIComponent(name)}`;
