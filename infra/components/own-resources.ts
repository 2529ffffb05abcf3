// Resources that our own plugin makes (infra/plugin), for what the Keycloak plugin cannot do.

import * as pulumi from "@pulumi/pulumi";
import type { BrokerFlowInputs } from "../plugin/broker-flow.ts";
import type { ClientAttachmentsInputs } from "../plugin/client-attachments.ts";
import type { FederationMappersInputs } from "../plugin/federation-mappers.ts";
import type { IdentityProviderInputs } from "../plugin/identity-provider.ts";
import type { PersonDetailsInputs } from "../plugin/person-details.ts";
import type { RealmDetailsInputs } from "../plugin/realm-details.ts";
import type { UserClientRolesInputs } from "../plugin/user-client-roles.ts";

type Args<I> = { readonly [K in keyof I]: pulumi.Input<I[K]> };

export class BrokerFlow extends pulumi.CustomResource {
  constructor(name: string, args: Args<BrokerFlowInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:BrokerFlow", name, args, options);
  }
}

export class ClientAttachments extends pulumi.CustomResource {
  constructor(name: string, args: Args<ClientAttachmentsInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:ClientAttachments", name, args, options);
  }
}

export class FederationMappers extends pulumi.CustomResource {
  constructor(name: string, args: Args<FederationMappersInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:FederationMappers", name, args, options);
  }
}

export class IdentityProvider extends pulumi.CustomResource {
  constructor(name: string, args: Args<IdentityProviderInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:IdentityProvider", name, args, options);
  }
}

export class PersonDetails extends pulumi.CustomResource {
  constructor(name: string, args: Args<PersonDetailsInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:PersonDetails", name, args, options);
  }
}

export class RealmDetails extends pulumi.CustomResource {
  constructor(name: string, args: Args<RealmDetailsInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:RealmDetails", name, args, options);
  }
}

export class UserClientRoles extends pulumi.CustomResource {
  constructor(name: string, args: Args<UserClientRolesInputs>, options: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/deskrealm:UserClientRoles", name, args, options);
  }
}
