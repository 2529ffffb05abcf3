// Changes by hand that can be undone, so that one realm can be broken in one point after another.

import assert from "node:assert/strict";
import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js";
import { adminPath } from "../../infra/admin/client.ts";
import type { Hand, Profile } from "./hand.ts";

export type Undo = () => Promise<unknown>;
/** Makes one change and gives what takes it back. */
export type Change = (hand: Hand) => Promise<Undo>;

export function realmWith(change: object, attributes: Readonly<Record<string, string>> = {}): Change {
  return async (hand) => {
    const path = adminPath`/realms/${hand.realm}`;
    const before = await hand.admin.get<{ attributes: object }>(path);
    await hand.setRealm({ ...change, attributes: { ...before.attributes, ...attributes } });
    return () => hand.setRealm(before);
  };
}

export function clientWith(
  clientId: string,
  change: ClientRepresentation,
  attributes: Readonly<Record<string, string>> = {},
): Change {
  return async (hand) => {
    const before = await hand.client(clientId);
    // Keycloak keeps attributes that a PUT leaves out, and drops empty ones.
    const blank = Object.fromEntries(Object.keys(attributes).map((name) => [name, ""]));
    await hand.setClient(clientId, () => ({
      ...change,
      attributes: { ...before.attributes, ...attributes },
    }));
    return () =>
      hand.setClient(clientId, () => ({ ...before, attributes: { ...blank, ...before.attributes } }));
  };
}

export function profileWith(change: (config: Profile) => void): Change {
  return async (hand) => {
    const path = adminPath`/realms/${hand.realm}/users/profile`;
    const before = await hand.admin.get<Profile>(path);
    await hand.setProfile(change);
    return () => hand.admin.put(path, before);
  };
}

export function withoutScope(clientId: string, scope: string): Change {
  return async (hand) => {
    const { id } = await hand.client(clientId);
    const scopes = adminPath`/realms/${hand.realm}/clients/${id}/default-client-scopes`;
    const found = (await hand.admin.get<{ id: string; name: string }[]>(scopes)).find(
      ({ name }) => name === scope,
    );
    assert.ok(found);
    await hand.admin.delete(`${scopes}/${found.id}`);
    return () => hand.admin.put(`${scopes}/${found.id}`, {});
  };
}

export function withoutRole(clientId: string, name: string): Change {
  return async (hand) => {
    const { id } = await hand.client(clientId);
    const roles = adminPath`/realms/${hand.realm}/clients/${id}/roles`;
    const { description } = await hand.role(clientId, name);
    await hand.admin.delete(`${roles}/${encodeURIComponent(name)}`);
    return () => hand.admin.post(roles, { name, description });
  };
}

/** A protocol mapper of Keycloak's kind `kind` at the client itself. */
export function mapper(clientId: string, kind: string, config: Readonly<Record<string, string>>): Change {
  return async (hand) => {
    const { id } = await hand.client(clientId);
    const models = adminPath`/realms/${hand.realm}/clients/${id}/protocol-mappers/models`;
    const made = await hand.admin.post(models, {
      name: "by hand",
      protocol: "openid-connect",
      protocolMapper: kind,
      config,
    });
    assert.ok(made);
    return () => hand.admin.delete(`${models}/${made}`);
  };
}

/** Another browser flow for the whole realm, of these authenticators, all of them required. */
export function browserFlow(...authenticators: readonly string[]): Change {
  return async (hand) => {
    const alias = "by hand";
    const flows = adminPath`/realms/${hand.realm}/authentication/flows`;
    const flow = { alias, providerId: "basic-flow", topLevel: true, builtIn: false };
    const flowId = await hand.admin.post(flows, flow);
    assert.ok(flowId);
    const executions = `${flows}/${encodeURIComponent(alias)}/executions`;
    for (const provider of authenticators) await hand.admin.post(`${executions}/execution`, { provider });
    for (const execution of await hand.admin.get<object[]>(executions))
      await hand.admin.put(executions, { ...execution, requirement: "REQUIRED" });
    const back = await realmWith({ browserFlow: alias })(hand);
    return async () => {
      await back();
      await hand.admin.delete(`${flows}/${flowId}`);
    };
  };
}

/** Keycloak forgets the account's roles with it. */
export function withoutServiceAccount(clientId: string): Change {
  return async (hand) => {
    const username = `service-account-${clientId}`;
    const held = await hand.admin.get<{ name: string }[]>(await hand.mappings(username, "realm-management"));
    const back = await clientWith(clientId, { serviceAccountsEnabled: false })(hand);
    return async () => {
      await back();
      await hand.giveRoles(
        username,
        "realm-management",
        held.map(({ name }) => name),
      );
    };
  };
}

/** The service account loses or gets roles of realm-management. */
export function serviceAccount(
  clientId: string,
  change: { readonly takes?: readonly string[]; readonly gives?: readonly string[] },
): Change {
  const username = `service-account-${clientId}`;
  const { takes = [], gives = [] } = change;
  return async (hand) => {
    if (takes.length > 0) await hand.takeRoles(username, "realm-management", takes);
    if (gives.length > 0) await hand.giveRoles(username, "realm-management", gives);
    return async () => {
      if (takes.length > 0) await hand.giveRoles(username, "realm-management", takes);
      if (gives.length > 0) await hand.takeRoles(username, "realm-management", gives);
    };
  };
}
