// A person whom the spec names: created at first with a temporary password, never deleted by a plan.

import type { Realm } from "@pulumi/keycloak/realm.js";
import { User } from "@pulumi/keycloak/user.js";
import * as pulumi from "@pulumi/pulumi";
import type { SecretReference, UserModel } from "../model/types.ts";
import type { HelpdeskClient } from "./helpdesk-client.ts";
import { logicalName } from "./logical-name.ts";
import { UserClientRoles } from "./own-resources.ts";

interface PersonArgs {
  readonly username: string;
  readonly model: UserModel;
  /** Attributes that the spec does not name, and that stay: the helpdesk's notes, or the person's own. */
  readonly foreign: Readonly<Record<string, readonly string[]>>;
  readonly realm: Realm;
  readonly clients: Readonly<Record<string, HelpdeskClient>>;
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
  /** It says which names a person may have and which attributes are kept, so it comes first. */
  readonly profile: pulumi.Resource;
  readonly protect: boolean;
}

/** Separator of several values of one attribute in the plugin's User. */
const VALUES = "##";

/**
 * Registers a person and the person's roles.
 *
 * @param inRealm - options that put a resource into its realm
 */
export function person(
  path: readonly string[],
  { username, model, foreign, realm, clients, resolveSecret, profile, protect }: PersonArgs,
  inRealm: pulumi.CustomResourceOptions,
): User {
  const name = logicalName(...path);
  const user = new User(
    logicalName(name, "user"),
    {
      realmId: realm.id,
      username,
      enabled: model.enabled,
      email: model.email ?? "",
      emailVerified: model.emailVerified,
      firstName: model.firstName ?? "",
      lastName: model.lastName ?? "",
      attributes: {
        // What they are, nobody here knows, so no state shows them.
        ...Object.fromEntries(
          Object.entries(foreign).map(([name, values]) => [name, pulumi.secret(values.join(VALUES))]),
        ),
        ...Object.fromEntries(
          Object.entries(model.attributes).map(([name, values]) => [name, values.join(VALUES)]),
        ),
      },
      ...(model.temporaryPassword === null
        ? {}
        : {
            initialPassword: { value: resolveSecret(model.temporaryPassword), temporary: true },
            requiredActions: ["UPDATE_PASSWORD"],
          }),
    },
    // A temporary password that was used up is no drift, and a changed reference sets none anew.
    { ...inRealm, dependsOn: [profile], protect, ignoreChanges: ["requiredActions", "initialPassword"] },
  );
  const given = Object.entries(model.clientRoles).flatMap(([key, names]) => {
    const owner = clients[key];
    return owner === undefined ? [] : [{ clientId: owner.clientId, names, roles: owner.roles }];
  });
  new UserClientRoles(
    logicalName(name, "roles"),
    {
      realm: realm.id,
      userId: user.id,
      roles: Object.fromEntries(given.map(({ clientId, names }) => [clientId, names])),
    },
    {
      ...inRealm,
      dependsOn: given.flatMap(({ names, roles }) => names.flatMap((role) => roles[role] ?? [])),
    },
  );
  return user;
}
