// The secret of a helpdesk's client at a provider, from where the spec has it.

import { Failure } from "../../infra/diagnostics/failure.ts";
import type { DirectLogin } from "../../infra/helpdesks/direct.ts";
import type { Context } from "../context.ts";
import { secretValue } from "../stack/secret-values.ts";

/**
 * `null` where Keycloak's vault holds it, which gives it to nobody.
 *
 * @throws Failure `secret-missing` where it is not set: a file without it would look finished.
 */
export async function directSecret(
  { provider, secret }: Pick<DirectLogin, "provider" | "secret">,
  stack: string | undefined,
  context: Context,
): Promise<string | null> {
  if (secret.kind === "vault" || secret.kind === "hidden") return null;
  const value = await secretValue(secret, stack, context);
  if (value !== undefined && value !== "") return value;
  const { kind, name } = secret;
  const set = `pulumi config set --secret --path 'deskrealm:secrets.${name}'`;
  throw new Failure(
    "secret-missing",
    `The client secret of the provider ${provider}, \${${kind}:${name}}, is not set${kind === "secret" && stack === undefined ? ", as no stack is named" : ""}.`,
    {
      hint:
        kind === "env"
          ? `set ${name} in the environment of this command`
          : stack === undefined
            ? "add --stack NAME, whose configuration has it"
            : `run: ${set}`,
    },
  );
}
