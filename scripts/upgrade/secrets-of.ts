// The secrets that a model names.

import type { Model, SecretReference } from "../../infra/model/types.ts";

/** Every reference to a secret, in the order of the model; one that stands twice comes twice. */
export function secretsOf({ realms }: Model): readonly SecretReference[] {
  return Object.values(realms).flatMap(({ smtp, users, identityProviders }) => [
    ...(smtp?.auth == null ? [] : [smtp.auth.password]),
    ...Object.values(identityProviders).map(({ clientSecret }) => clientSecret),
    ...Object.values(users).flatMap(({ temporaryPassword }) => temporaryPassword ?? []),
  ]);
}
