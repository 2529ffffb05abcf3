// Which provider of a spec a person means by one word: `REALM.ALIAS`, or the alias alone.

import { Failure } from "../diagnostics/failure.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { RealmKey } from "../model/types.ts";
import type { IdentityProviderSpec } from "../spec/identity-providers.ts";
import type { SeveralSpec, Spec } from "../spec/schema.ts";

export interface ChosenProvider {
  readonly key: RealmKey;
  readonly alias: string;
  readonly spec: IdentityProviderSpec;
}

/**
 * @param realms - those that the spec makes
 * @throws Failure `provider-unknown` where the spec has none of that name, `provider-ambiguous` where several
 * realms have one.
 */
export function chooseProvider(
  spec: Spec | SeveralSpec,
  realms: readonly RealmKey[],
  word: string,
): ChosenProvider {
  const all = realms.flatMap((key) =>
    Object.entries(spec[key]?.identityProviders ?? {}).map(([alias, one]) => ({ key, alias, spec: one })),
  );
  const full = ({ key, alias }: ChosenProvider) => `${key}.${alias}`;
  const found = all.filter((one) => one.alias === word || full(one) === word);
  const exact = found.find((one) => full(one) === word) ?? found[0];
  if (exact !== undefined && (found.length === 1 || full(exact) === word)) return exact;
  if (exact !== undefined) {
    throw new Failure("provider-ambiguous", `Several realms of the spec have a provider ${word}.`, {
      hint: `write one of ${found.map(full).join(", ")}`,
    });
  }
  const guess = suggest(word, word.includes(".") ? all.map(full) : all.map(({ alias }) => alias));
  const known = all.map(full).join(", ");
  throw new Failure("provider-unknown", `The spec has no identity provider ${word}.`, {
    hint:
      all.length === 0
        ? "name one in the spec first, under `identityProviders` of a realm"
        : `${guess === undefined ? "" : `did you mean ${guess}? `}The spec has ${known}`,
  });
}
