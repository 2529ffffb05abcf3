// Values of secret references outside of the Pulumi program, from the same places.

import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import type { SecretReference } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";

/**
 * Looks up `deskrealm:secrets.NAME` of a stack's decrypted configuration, and the environment.
 * Undefined for what neither has, and for what Keycloak's vault holds.
 */
export function configuredSecrets(
  config: ConfigMap,
  env: Context["env"],
): (reference: SecretReference) => string | undefined {
  const text = config["deskrealm:secrets"]?.value;
  const secrets = new Map(
    Object.entries(text === undefined ? {} : (JSON.parse(text) as Record<string, string>)),
  );
  return (reference) => {
    if (reference.kind === "secret") return secrets.get(reference.name);
    return reference.kind === "env" ? env[reference.name] || undefined : undefined;
  };
}
