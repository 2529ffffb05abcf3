// Values of secret references, as Pulumi secrets: they are encrypted in every state.

import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../diagnostics/failure.ts";
import type { Model, SecretReference } from "../model/types.ts";

/**
 * Looks references up: `deskrealm:secrets.NAME` of the stack, or the environment. One of Keycloak's vault
 * stays a reference, which is no secret.
 */
export function secretResolver(
  config: pulumi.Config,
  env: Readonly<Record<string, string | undefined>>,
): (reference: SecretReference) => pulumi.Output<string> {
  const secrets = config.getSecretObject<Record<string, string>>("secrets") ?? pulumi.secret({});
  const names = Object.keys(config.getObject<Record<string, string>>("secrets") ?? {});
  return (reference) => {
    switch (reference.kind) {
      case "vault":
        return pulumi.output(`\${vault.${reference.name}}`);
      case "hidden":
        throw new Error("a secret that a server hides cannot be set");
      case "env": {
        const value = env[reference.name];
        if (value !== undefined && value !== "") return pulumi.secret(value);
        throw new Failure(
          "secret-missing",
          `The spec takes a secret from the environment variable ${reference.name}, which is not set.`,
          {
            hint: `set ${reference.name} in the environment of this command`,
          },
        );
      }
      case "secret": {
        const { name } = reference;
        if (names.includes(name))
          return pulumi.secret(secrets.apply((all) => (all as Record<string, string>)[name] ?? ""));
        throw new Failure(
          "secret-missing",
          `The spec names the secret ${name}, which the stack's configuration does not have.`,
          {
            hint: `run: pulumi config set --secret --path 'deskrealm:secrets.${name}'`,
          },
        );
      }
    }
  };
}

/**
 * Looks every secret of the model up, before anything is made.
 *
 * @throws Failure `secret-missing`, naming all that are not to be had
 */
export function demandSecrets(
  { realms }: Pick<Model, "realms">,
  resolveSecret: (reference: SecretReference) => unknown,
): void {
  const missing = new Map<string, Failure>();
  for (const reference of referencesIn(realms)) {
    try {
      resolveSecret(reference);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      missing.set(error.message, error);
    }
  }
  if (missing.size === 0) return;
  const all = [...missing.values()];
  throw new Failure("secret-missing", all.map(({ message }) => message).join("\n"), {
    hint: all.map(({ hint }) => hint).join("\n"),
  });
}

function referencesIn(node: unknown): SecretReference[] {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return [];
  return isReference(node) ? [node] : Object.values(node).flatMap(referencesIn);
}

const isReference = (node: object): node is SecretReference =>
  "kind" in node && typeof node.kind === "string" && ["secret", "env", "vault"].includes(node.kind);
