// Roles on Keycloak's own clients, as a resource: see dynamic/built-in-client-roles.ts.

import type * as pulumi from "@pulumi/pulumi";
import type { BuiltInClientRolesInputs } from "./dynamic/built-in-client-roles.ts";
import { DynamicResource } from "./dynamic/resource.ts";

export class BuiltInClientRoles extends DynamicResource {
  constructor(
    name: string,
    args: { readonly [K in keyof BuiltInClientRolesInputs]: pulumi.Input<BuiltInClientRolesInputs[K]> },
    options: pulumi.CustomResourceOptions,
  ) {
    super("BuiltInClientRoles", name, args, options);
  }
}
