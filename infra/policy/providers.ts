// The providers of a model, one by one, for rules.

import type { PartialModel } from "../model/canonical.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import { place, type RealmPart, realmsOf } from "./places.ts";
import type { Place } from "./rule.ts";

export interface ProviderPart extends RealmPart {
  readonly alias: string;
  readonly provider: IdentityProviderModel;
  /** Path of the provider. */
  readonly at: readonly string[];
}

/** All providers. A disabled one lets nobody in, and is passed over. */
export function providersOf(model: PartialModel): ProviderPart[] {
  return realmsOf(model).flatMap(({ key, realm }) =>
    Object.entries(realm.identityProviders)
      .filter(([, provider]) => provider.enabled)
      .map(([alias, provider]) => ({
        ...{ key, realm, alias, provider },
        at: [key, "identityProviders", alias],
      })),
  );
}

/** One place for each provider that departs, at one of its values. */
export const eachProvider =
  (
    field: keyof IdentityProviderModel,
    departs: (part: ProviderPart) => boolean,
    detail: string,
    fix: string,
  ) =>
  (model: PartialModel): Place[] =>
    providersOf(model)
      .filter(departs)
      .map(({ at, alias }) => place([...at, field], `The provider ${alias} ${detail}.`, fix));
