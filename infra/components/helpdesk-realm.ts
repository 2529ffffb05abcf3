// One realm with its profile, clients, roles, service accounts and first people.

import type { Group } from "@pulumi/keycloak/group.js";
import type { UserFederation } from "@pulumi/keycloak/ldap/userFederation.js";
import * as keycloak from "@pulumi/keycloak/realm.js";
import * as keycloakProfile from "@pulumi/keycloak/realmUserProfile.js";
import type { User } from "@pulumi/keycloak/user.js";
import * as pulumi from "@pulumi/pulumi";
import type { ForeignSettings } from "../admin/foreign.ts";
import type { RealmModel, SecretReference } from "../model/types.ts";
import { federation } from "./federation.ts";
import { group } from "./group.ts";
import { type HelpdeskClient, helpdeskClient } from "./helpdesk-client.ts";
import { type Brokers, identityProviders } from "./identity-provider.ts";
import { type Aliases, aliased, logicalName } from "./logical-name.ts";
import { RealmDetails } from "./own-resources.ts";
import { person } from "./person.ts";
import { profileArgs } from "./profile-args.ts";
import { realmArgs } from "./realm-args.ts";

export interface RealmContext {
  /** The mark of this stack, `PROJECT/STACK`. */
  readonly owner: string;
  /** Value of a secret, as a Pulumi secret. */
  readonly resolveSecret: (reference: SecretReference) => pulumi.Output<string>;
  /** What others have put there, and what stays. */
  readonly foreign: ForeignSettings;
  /** Lifts the protection of the realm and its people. */
  readonly allowDestroy: boolean;
  /** Names that a resource had before. */
  readonly aliases: Aliases;
}

/** What the plugin would switch off, or set to nothing, wherever the model does not speak of it. */
const UNMANAGED = ["adminPermissionsEnabled", "defaultSignatureAlgorithm", "organizationsEnabled"] as const;

export class HelpdeskRealm extends pulumi.ComponentResource {
  readonly realm: keycloak.Realm;
  readonly clients: Readonly<Record<string, HelpdeskClient>>;
  /** By name. */
  readonly groups: Readonly<Record<string, Group>>;
  /** By key. */
  readonly federations: Readonly<Record<string, UserFederation>>;
  /** By user name. */
  readonly people: Readonly<Record<string, User>>;
  readonly brokerFlows: Brokers["brokerFlows"];
  readonly identityProviders: Brokers["identityProviders"];

  constructor(
    path: readonly string[],
    model: RealmModel,
    context: RealmContext,
    options: pulumi.ComponentResourceOptions,
  ) {
    const name = logicalName(...path);
    // What is in a realm, and is called after it, follows it.
    super("deskrealm:index:HelpdeskRealm", name, {}, { ...options, ...aliased(context.aliases, name) });
    const protect = !context.allowDestroy;
    this.realm = new keycloak.Realm(logicalName(name, "realm"), realmArgs(model, context), {
      parent: this,
      protect,
      ignoreChanges: [...UNMANAGED],
    });
    // A realm takes all that is in it along, so its deletion is one call.
    const inRealm = { parent: this, deletedWith: this.realm };
    const realmId = this.realm.id;
    const profile = new keycloakProfile.RealmUserProfile(
      logicalName(name, "profile"),
      { realmId, ...profileArgs(model.profile) },
      inRealm,
    );
    const { login, account, admin, email } = model.themes;
    const details = new RealmDetails(
      logicalName(name, "details"),
      {
        realm: realmId,
        builtIn: model.builtInClientRoles,
        defaults: model.defaultRoles,
        themes: { login: login ?? "", account: account ?? "", admin: admin ?? "", email: email ?? "" },
      },
      inRealm,
    );
    this.clients = Object.fromEntries(
      Object.entries(model.clients).map(([key, client]) => [
        key,
        helpdeskClient(
          [...path, "clients", key],
          client,
          { realm: this.realm, details, aliases: context.aliases },
          inRealm,
        ),
      ]),
    );
    const { realm, clients } = this;
    this.groups = Object.fromEntries(
      Object.entries(model.groups).map(([name, one]) => [
        name,
        group([...path, "groups", name], { name, model: one, realm, clients }, inRealm),
      ]),
    );
    this.people = Object.fromEntries(
      Object.entries(model.users).map(([username, user]) => {
        const args = { ...context, username, model: user, realm, clients, profile, protect };
        return [username, person([...path, "users", username], args, inRealm)];
      }),
    );
    // Last, as Keycloak asks a directory for whoever it does not know.
    const roles = Object.values(clients).flatMap((client) => Object.values(client.roles));
    const after = [profile, ...roles, ...Object.values(this.groups), ...Object.values(this.people)];
    this.federations = Object.fromEntries(
      Object.entries(model.federations).map(([key, one]) => {
        const args = { realm, resolveSecret: context.resolveSecret, after, protect };
        return [key, federation([...path, "federations", key], one, args, inRealm)];
      }),
    );
    const beside = { realm, resolveSecret: context.resolveSecret, after: [profile, ...roles] };
    const brokers = identityProviders(path, model, beside, inRealm);
    this.brokerFlows = brokers.brokerFlows;
    this.identityProviders = brokers.identityProviders;
    this.registerOutputs({});
  }
}
