// Refuses secrets that stand in clear in the stack's configuration, and so in its file and state.

import type * as pulumi from "@pulumi/pulumi";
import { SECRET_KEYS } from "../admin/connection.ts";
import { Failure } from "../diagnostics/failure.ts";

/**
 * @param encrypted - full keys that the engine says are encrypted
 * @throws Failure `secret-in-clear-setting`, naming every setting and the command that mends it.
 */
export function refuseSecretsInClear(
  deskrealm: pulumi.Config,
  keycloak: pulumi.Config,
  encrypted: readonly string[],
): void {
  const isConfigSecret = (name: string) => encrypted.includes(name);
  const inClear = [...SECRET_KEYS]
    .map((key) => `keycloak:${key}`)
    .filter((name) => isSet(keycloak, name) && !isConfigSecret(name));
  if (isSet(deskrealm, "deskrealm:secrets") && !isConfigSecret("deskrealm:secrets"))
    inClear.push("deskrealm:secrets");
  if (inClear.length === 0) return;
  const [first] = inClear;
  throw new Failure(
    "secret-in-clear-setting",
    `In clear in the stack's configuration: ${inClear.join(", ")}.`,
    {
      hint:
        first === "deskrealm:secrets"
          ? "run: pulumi config set --secret --path 'deskrealm:secrets.NAME'"
          : `run: pulumi config set --secret ${first}`,
    },
  );
}

const isSet = (config: pulumi.Config, name: string): boolean =>
  config.get(name.split(":")[1] ?? "") !== undefined;

/** Full keys of the encrypted settings, as the engine tells the program in its environment. */
export function encryptedSettings(env: Readonly<Record<string, string | undefined>>): string[] {
  return JSON.parse(env["PULUMI_CONFIG_SECRET_KEYS"] || "[]") as string[];
}
