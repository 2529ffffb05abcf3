// What a server shows of a secret.

import type { SecretReference } from "../../infra/model/types.ts";

/** Keycloak shows a reference to its vault, and asterisks for everything else. */
export function secret(shown: unknown): SecretReference {
  const vault = typeof shown === "string" ? /^\$\{vault\.(.+)\}$/.exec(shown)?.[1] : undefined;
  return vault === undefined ? { kind: "hidden" } : { kind: "vault", name: vault };
}
