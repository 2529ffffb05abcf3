// A person whom the spec names: created at first with a temporary password, never deleted by a plan. The plugin's User
// only makes them (see infra/plugin/person-details.ts).

import type { Realm } from "@pulumi/keycloak/realm.js";
import { User } from "@pulumi/keycloak/user.js";
import type * as pulumi from "@pulumi/pulumi";
import type { SecretReference, UserModel } from "../model/types.ts";
import type { HelpdeskClient } from "./helpdesk-client.ts";
import { logicalName } from "./logical-name.ts";
import { PersonDetails, UserClientRoles } from "./own-resources.ts";

interface PersonArgs {
  readonly username: string;
  readonly model: UserModel;
  readonly realm: Realm;
  readonly clients: Readonly<Record<string, HelpdeskClient>>;
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
  /** It says which names a person may have and which attributes are kept, so it comes first. */
  readonly profile: pulumi.Resource;
  readonly protect: boolean;
}

/** Separator of several values of one attribute in the plugin's User. */
const VALUES = "##";

/** What the User has at its creation alone; a changed reference sets no password anew, either. */
const ONLY_MADE = [
  ...["enabled", "email", "emailVerified", "firstName", "lastName", "attributes"],
  ...["federatedIdentities", "requiredActions", "initialPassword"],
] as const;

/**
 * Registers a person and the person's roles.
 *
 * @param inRealm - options that put a resource into its realm
 */
export function person(
  path: readonly string[],
  { username, model, realm, clients, resolveSecret, profile, protect }: PersonArgs,
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
      attributes: Object.fromEntries(
        Object.entries(model.attributes).map(([name, values]) => [name, values.join(VALUES)]),
      ),
      ...(model.temporaryPassword === null
        ? {}
        : {
            initialPassword: { value: resolveSecret(model.temporaryPassword), temporary: true },
            requiredActions: ["UPDATE_PASSWORD"],
          }),
    },
    { ...inRealm, dependsOn: [profile], protect, ignoreChanges: [...ONLY_MADE] },
  );
  new PersonDetails(
    logicalName(name, "details"),
    {
      realm: realm.id,
      userId: user.id,
      enabled: model.enabled,
      email: model.email ?? "",
      emailVerified: model.emailVerified,
      firstName: model.firstName ?? "",
      lastName: model.lastName ?? "",
      attributes: Object.entries(model.attributes).map(([name, values]) => ({ name, values: [...values] })),
    },
    { ...inRealm, dependsOn: [profile] },
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
