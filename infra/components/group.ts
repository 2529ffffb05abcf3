// A group by which people of a directory get roles.

import { Group } from "@pulumi/keycloak/group.js";
import { GroupRoles } from "@pulumi/keycloak/groupRoles.js";
import type { Realm } from "@pulumi/keycloak/realm.js";
import type * as pulumi from "@pulumi/pulumi";
import type { GroupModel } from "../model/federation.ts";
import type { HelpdeskClient } from "./helpdesk-client.ts";
import { logicalName } from "./logical-name.ts";

interface GroupArgs {
  readonly name: string;
  readonly model: GroupModel;
  readonly realm: Realm;
  readonly clients: Readonly<Record<string, HelpdeskClient>>;
}

/**
 * Registers a group and all of its roles.
 *
 * @param inRealm - options that put a resource into its realm
 */
export function group(
  path: readonly string[],
  { name, model, realm, clients }: GroupArgs,
  inRealm: pulumi.CustomResourceOptions,
): Group {
  const logical = logicalName(...path);
  const realmId = realm.id;
  // Left out, the plugin would name the group after the resource, with a random suffix.
  const registered = new Group(logicalName(logical, "group"), { realmId, name }, inRealm);
  const roleIds = Object.entries(model.clientRoles).flatMap(([key, roles]) =>
    roles.map((role) => {
      const found = clients[key]?.roles[role];
      if (found === undefined) throw new TypeError(`The model has no role ${role} of the client ${key}.`);
      return found.id;
    }),
  );
  const groupId = registered.id;
  new GroupRoles(logicalName(logical, "roles"), { realmId, groupId, roleIds, exhaustive: true }, inRealm);
  return registered;
}
