// Changes by hand, as the admin console makes them.

import assert from "node:assert/strict";
import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";

/** What a person can do to a realm in the admin console. */
export class Hand {
  readonly admin: AdminClient;
  readonly realm: string;
  constructor(admin: AdminClient, realm: string) {
    this.admin = admin;
    this.realm = realm;
  }
  setRealm(change: object, realm = this.realm) {
    return this.admin.put(adminPath`/realms/${realm}`, change);
  }
  async setProfile(change: (config: Profile) => void, realm = this.realm) {
    const path = adminPath`/realms/${realm}/users/profile`;
    const config = await this.admin.get<Profile>(path);
    change(config);
    await this.admin.put(path, config);
  }
  async client(clientId: string): Promise<ClientRepresentation & { id: string }> {
    const [found] = await this.admin.get<(ClientRepresentation & { id: string })[]>(
      adminPath`/realms/${this.realm}/clients`,
      { clientId },
    );
    assert.ok(found);
    return found;
  }
  async setClient(clientId: string, change: (client: ClientRepresentation) => object) {
    const found = await this.client(clientId);
    await this.admin.put(adminPath`/realms/${this.realm}/clients/${found.id}`, {
      ...found,
      ...change(found),
    });
  }
  async role(clientId: string, name: string): Promise<RoleRepresentation> {
    const { id } = await this.client(clientId);
    return this.admin.get(adminPath`/realms/${this.realm}/clients/${id}/roles/${name}`);
  }
  async user(username: string): Promise<UserRepresentation & { id: string }> {
    const query = { username, exact: true };
    const [found] = await this.admin.get<(UserRepresentation & { id: string })[]>(
      adminPath`/realms/${this.realm}/users`,
      query,
    );
    assert.ok(found);
    return found;
  }
  async mappings(username: string, clientId: string): Promise<string> {
    const user = await this.user(username);
    const { id } = await this.client(clientId);
    return adminPath`/realms/${this.realm}/users/${user.id}/role-mappings/clients/${id}`;
  }
  /** Takes one of a client's default scopes away. */
  async removeScope(clientId: string, scope: string) {
    const scopes = await this.admin.get<{ id: string; name: string }[]>(
      adminPath`/realms/${this.realm}/client-scopes`,
    );
    const found = scopes.find(({ name }) => name === scope);
    assert.ok(found);
    const { id } = await this.client(clientId);
    await this.admin.delete(adminPath`/realms/${this.realm}/clients/${id}/default-client-scopes/${found.id}`);
  }
  /** Takes client roles away from a user. */
  async takeRoles(username: string, clientId: string, names: readonly string[]) {
    const roles = await Promise.all(names.map((name) => this.role(clientId, name)));
    await this.admin.delete(await this.mappings(username, clientId), roles);
  }
  async giveRoles(username: string, clientId: string, names: readonly string[]) {
    const roles = await Promise.all(names.map((name) => this.role(clientId, name)));
    await this.admin.post(await this.mappings(username, clientId), roles);
  }
  async setUser(username: string, change: object) {
    const user = await this.user(username);
    await this.admin.put(adminPath`/realms/${this.realm}/users/${user.id}`, { ...user, ...change });
  }
}

export interface Profile {
  unmanagedAttributePolicy?: string;
  attributes: {
    name: string;
    validations: Record<string, object>;
    permissions: { view?: string[]; edit: string[] };
    multivalued?: boolean;
    required?: object;
    group?: string;
  }[];
}

export function attributeOf(config: Profile, name: string) {
  const found = config.attributes.find((one) => one.name === name);
  assert.ok(found);
  return found;
}
