// A helpdesk as a Pulumi component: its realms, and what the helpdesk's own configuration needs of them.

import * as pulumi from "@pulumi/pulumi";
import { formerNames } from "../model/former-names.ts";
import type { Model, RealmKey, RealmModel } from "../model/types.ts";
import { HelpdeskRealm, type RealmContext } from "./helpdesk-realm.ts";
import { aliased } from "./logical-name.ts";

export interface HelpdeskArgs extends Omit<RealmContext, "allowDestroy" | "foreign" | "aliases"> {
  readonly model: Model;
  /** Realm names that the person has named for deletion, once, outside of any file. */
  readonly allowDestroy: readonly string[];
  /** By realm name; a realm that is not there yet holds nothing of others. */
  readonly foreign?: Readonly<Record<string, RealmContext["foreign"]>>;
}

const NOTHING: RealmContext["foreign"] = { attributes: {}, headers: {} };

export class Helpdesk extends pulumi.ComponentResource {
  /** By realm key. */
  readonly realms: Readonly<Record<string, HelpdeskRealm>>;

  constructor(args: HelpdeskArgs, options?: pulumi.ComponentResourceOptions) {
    const aliases = (name: string) => formerNames(args.model, name).map((former) => ({ name: former }));
    super(
      "deskrealm:index:Helpdesk",
      args.model.key,
      {},
      { ...options, ...aliased(aliases, args.model.key) },
    );
    const { owner, resolveSecret } = args;
    const entries = Object.entries(args.model.realms) as [RealmKey, RealmModel][];
    this.realms = withShortTraces(() =>
      Object.fromEntries(
        entries.map(([key, realm]) => {
          const allowDestroy = args.allowDestroy.includes(realm.realm);
          const foreign = args.foreign?.[realm.realm] ?? NOTHING;
          const context = { owner, resolveSecret, allowDestroy, foreign, aliases };
          return [key, new HelpdeskRealm([args.model.key, key], realm, context, { parent: this })];
        }),
      ),
    );
    this.registerOutputs({});
  }

  /** Each realm beside its part of the model that they were made of. */
  withModels({ realms }: Pick<Model, "realms">): (readonly [RealmModel, HelpdeskRealm])[] {
    const models: Readonly<Record<string, RealmModel>> = realms;
    return Object.entries(this.realms).flatMap(([key, realm]) => {
      const model = models[key];
      return model === undefined ? [] : [[model, realm] as const];
    });
  }
}

/**
 * Pulumi's runtime keeps a stack trace for every property of every resource: a tenth of an unchanged
 * preview's time. One line of each still says where something failed.
 */
function withShortTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
