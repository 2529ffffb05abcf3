// Resources that our own plugin makes (infra/plugin), for what the Keycloak plugin cannot do.

import * as pulumi from "@pulumi/pulumi";
import type { BuiltInClientRolesInputs } from "../plugin/built-in-client-roles.ts";
import type { UserClientRolesInputs } from "../plugin/user-client-roles.ts";

type Args<I> = { readonly [K in keyof I]: pulumi.Input<I[K]> };

export class BuiltInClientRoles extends pulumi.CustomResource {
  constructor(name: string, args: Args<BuiltInClientRolesInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:BuiltInClientRoles", name, args, options);
  }
}

export class UserClientRoles extends pulumi.CustomResource {
  constructor(name: string, args: Args<UserClientRolesInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:UserClientRoles", name, args, options);
  }
}
