// A person whom the spec names: created at first with a temporary password, never deleted by a plan.

import type { Realm } from "@pulumi/keycloak/realm.js";
import { User } from "@pulumi/keycloak/user.js";
import { UserRoles } from "@pulumi/keycloak/userRoles.js";
import * as pulumi from "@pulumi/pulumi";
import type { SecretReference, UserModel } from "../model/types.ts";
import type { HelpdeskClient } from "./helpdesk-client.ts";
import { logicalName } from "./logical-name.ts";

interface PersonArgs {
  readonly username: string;
  readonly model: UserModel;
  readonly realm: Realm;
  readonly clients: Readonly<Record<string, HelpdeskClient>>;
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
}

/** Separator of several values of one attribute in the plugin's User. */
const VALUES = "##";

export class Person extends pulumi.ComponentResource {
  constructor(path: readonly string[], args: PersonArgs, options: pulumi.ComponentResourceOptions) {
    const name = logicalName(...path);
    super("deskrealm:index:Person", name, {}, options);
    const { username, model, realm } = args;
    const { deletedWith, protect, dependsOn = [] } = options;
    const inRealm = deletedWith === undefined ? { parent: this } : { parent: this, deletedWith };
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
          Object.entries(model.attributes).map(([attribute, values]) => [attribute, values.join(VALUES)]),
        ),
        ...(model.temporaryPassword === null
          ? {}
          : {
              initialPassword: { value: args.resolveSecret(model.temporaryPassword), temporary: true },
              requiredActions: ["UPDATE_PASSWORD"],
            }),
      },
      // A temporary password that was used up is no drift, and a changed reference sets none anew.
      {
        ...inRealm,
        dependsOn,
        protect: protect ?? true,
        ignoreChanges: ["requiredActions", "initialPassword"],
      },
    );
    const roles = Object.entries(model.clientRoles).flatMap(([client, names]) =>
      names.flatMap((role) => args.clients[client]?.roles[role]?.id ?? []),
    );
    if (roles.length > 0) {
      new UserRoles(
        logicalName(name, "roles"),
        { realmId: realm.id, userId: user.id, roleIds: roles, exhaustive: false },
        // The person is protected; which roles the spec gives is not.
        { ...inRealm, protect: false },
      );
    }
    this.registerOutputs({});
  }
}
