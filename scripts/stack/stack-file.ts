// A stack's configuration file, read without Pulumi: which spec, which values, which Keycloak.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { readVariables } from "../../infra/stack-config.ts";

/** Path of the configuration file of a stack; of `org/project/stack` the last part counts. */
export function stackFile(root: string, stack: string): string {
  return join(root, "stacks", `Pulumi.${stack.split("/").at(-1)}.yaml`);
}

/** Names of all stacks that have a configuration file, ascending. */
export async function stackNames(root: string): Promise<string[]> {
  const files = await readdir(join(root, "stacks")).catch(() => []);
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
}

/** Settings of a stack by full key, such as `keycloak:url`. */
export class StackSettings {
  /** Keys whose values are encrypted. */
  readonly encrypted: readonly string[];
  readonly #plain: ReadonlyMap<string, unknown>;

  constructor(config: Readonly<Record<string, unknown>>) {
    const entries = Object.entries(config);
    this.encrypted = entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key);
    this.#plain = new Map(entries.filter(([key]) => !this.encrypted.includes(key)));
  }

  /** A setting that is in clear. */
  get(key: string): unknown {
    return this.#plain.get(key);
  }

  /** All settings in clear, as the texts that Pulumi makes of them. */
  text(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#plain].map(([key, value]) => [
        key,
        typeof value === "object" ? JSON.stringify(value) : String(value),
      ]),
    );
  }
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "secure") || Object.values(value).some(holdsSecret);
}

/**
 * Reads a stack's configuration file.
 *
 * @throws Failure `stack-missing` where there is no such file, `configuration-missing` where it is no YAML.
 */
export async function stackSettings(root: string, stack: string): Promise<StackSettings> {
  const file = stackFile(root, stack);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Failure("stack-missing", `The stack ${stack} has no configuration file.`, {
      hint: `run: deskrealm up SPEC --stack ${stack}`,
      cause: error,
    });
  }
  return new StackSettings(configOf(text, stack));
}

/** The library's own words would quote the text, which holds secrets. */
function configOf(text: string, stack: string): Record<string, unknown> {
  try {
    return (parsePlain(text) as { config?: Record<string, unknown> } | null)?.config ?? {};
  } catch {
    throw new Failure("configuration-missing", `The configuration file of the stack ${stack} is not YAML.`, {
      hint: `mend stacks/Pulumi.${stack}.yaml`,
    });
  }
}

/** Values of `${var:NAME}`: those of the stack, if one is named, and those of the command line over them. */
export async function variablesOf(
  root: string,
  options: { readonly stack?: string; readonly var?: Readonly<Record<string, string>> },
): Promise<Readonly<Record<string, string>>> {
  const fromStack = options.stack === undefined ? {} : await stackVariables(root, options.stack);
  return { ...fromStack, ...options.var };
}

/** Values of `${var:NAME}` that the stack sets. */
export async function stackVariables(root: string, stack: string): Promise<Readonly<Record<string, string>>> {
  const settings = await stackSettings(root, stack);
  return readVariables(settings.text().get("deskrealm:variables"));
}
