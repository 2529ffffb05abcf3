// The value of one secret that a spec names, for a command that must use it.

import type { SecretReference } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { configuredSecrets } from "./configured-secrets.ts";

/**
 * Undefined where it is not to be had here: Keycloak's vault holds it, no stack is named, or it is not set.
 * Pulumi is asked only for what its configuration encrypts.
 */
export async function secretValue(
  reference: SecretReference,
  stack: string | undefined,
  context: Context,
): Promise<string | undefined> {
  if (reference.kind === "env") return context.env[reference.name] || undefined;
  if (reference.kind !== "secret" || stack === undefined) return undefined;
  const { openWorkspace, pulumiFailure } = await import("./workspace.ts");
  const workspace = await openWorkspace(context);
  const config = await workspace.getAllConfig(stack).catch((error: unknown) => {
    throw pulumiFailure(`The configuration of the stack ${stack} could not be read`, error);
  });
  return configuredSecrets(config, context.env)(reference);
}
