// What a service account may do, as a resource: see dynamic/service-account-roles.ts.

import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamic/resource.ts";
import type { ServiceAccountRolesInputs } from "./dynamic/service-account-roles.ts";

export class ServiceAccountRoles extends DynamicResource {
  constructor(
    name: string,
    args: { readonly [K in keyof ServiceAccountRolesInputs]: pulumi.Input<ServiceAccountRolesInputs[K]> },
    options: pulumi.CustomResourceOptions,
  ) {
    super("ServiceAccountRoles", name, args, options);
  }
}
