// A stack's configuration file, without Pulumi: which spec, which values, which Keycloak.

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseDocument } from "yaml";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Position } from "../../infra/diagnostics/types.ts";
import { readText } from "../../infra/read-text.ts";
import { parseSource, type Source } from "../../infra/spec/source.ts";
import { readVariables } from "../../infra/stack-config.ts";
import { writeWhole } from "../toolchain/cache.ts";

/** A stack's own name, of `org/project/stack` too. */
export const plainName = (stack: string): string => stack.slice(stack.lastIndexOf("/") + 1);

/** Path of the configuration file of a stack. */
export function stackFile(root: string, stack: string): string {
  return join(root, "stacks", `Pulumi.${plainName(stack)}.yaml`);
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
 * @throws Failure `stack-missing` where there is no such file, `configuration-missing` where it is no YAML
 * mapping, with the place.
 */
export async function stackSettings(root: string, stack: string): Promise<StackSettings> {
  return new StackSettings(configOf(await stackSource(root, stack)));
}

async function stackSource(root: string, stack: string): Promise<Source> {
  const file = stackFile(root, stack);
  const read = await readText(file);
  if (read.text === undefined) {
    throw new Failure(
      "stack-missing",
      `The stack ${stack} has no configuration file that can be read: ${read.reason}.`,
      { hint: `run: deskrealm up SPEC --stack ${stack}` },
    );
  }
  return parseSource(read.text, relative(root, file));
}

/**
 * What stands under `config` in a stack's file.
 *
 * @throws Failure `configuration-missing` with the place of what is wrong.
 */
export function configOf(source: Source): Record<string, unknown> {
  const [fault] = source.diagnostics;
  // The parser's own words: they quote no value, which may be a secret.
  if (fault !== undefined) throw broken(source, fault.range.start, fault.detail, fault.hint);
  const file = source.data ?? {};
  const config = isMapping(file) ? (file["config"] ?? {}) : undefined;
  if (isMapping(config)) return config;
  const { start } = source.valueRange(isMapping(file) ? ["config"] : []);
  throw broken(source, start, "it is no YAML mapping", "write: config: { deskrealm:spec: realms/otrs.yaml }");
}

function broken({ file }: Source, { line, column }: Position, detail: string, hint: string): Failure {
  return new Failure("configuration-missing", `${file}:${line}:${column}: ${detail}`, { hint });
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Writes settings that are no secrets; a stack that Pulumi has made has the file.
 *
 * @param settings - by full keys; what follows a dot, as in `deskrealm:variables.NAME`, is a key in a mapping
 */
export async function writeSettings(
  root: string,
  stack: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const file = stackFile(root, stack);
  const document = parseDocument(await readFile(file, "utf8"));
  for (const [key, value] of Object.entries(settings)) document.setIn(["config", ...key.split(".")], value);
  // Pulumi's YAML takes more for numbers, dates and flags than this one's: in quotes all of it is text.
  await writeWhole(
    file,
    document.toString({ defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }),
    0o600,
  );
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
  const source = await stackSource(root, stack);
  const settings = new StackSettings(configOf(source));
  try {
    return readVariables(settings.text().get(VARIABLES));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw broken(source, source.valueRange(["config", VARIABLES]).start, error.message, error.hint);
  }
}

const VARIABLES = "deskrealm:variables";
