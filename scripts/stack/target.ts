// What a command works on: a spec's model, and the Keycloak that its stack, or the environment, names.

import { relative, resolve } from "node:path";
import type { Connection } from "../../infra/admin/connection.ts";
import { resolveConnection } from "../../infra/admin/connection.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type LoadedModel, loadModel } from "../../infra/load-model.ts";
import { atTime } from "../../infra/model/at-time.ts";
import type { Context } from "../context.ts";
import { writeDiagnostics } from "../views/check.ts";
import { stackNames, stackSettings, variablesOf } from "./stack-file.ts";

/** Options that say which stack or which values. */
export interface TargetOptions {
  readonly stack?: string;
  readonly var?: Record<string, string>;
}

export interface Target {
  readonly loaded: LoadedModel;
  /** Name of the stack; undefined where no stack names the spec. */
  readonly stack: string | undefined;
  /** The owner's mark of the stack, `PROJECT/STACK`. */
  readonly owner: string | undefined;
  readonly connection: Connection;
}

/** Name of the project in Pulumi.yaml: the first half of every owner's mark. */
const PROJECT = "deskrealm";

export const ownerOf = (stack: string): string => `${PROJECT}/${stack.split("/").at(-1)}`;

/** The project of an owner's mark. */
export const projectOf = (owner: string): string => owner.slice(0, owner.lastIndexOf("/"));

/** The spec's path as stacks record it: from Pulumi.yaml's folder, with slashes. */
export const recordedPath = (context: Context, spec: string): string =>
  relative(context.root, resolve(context.cwd, spec)).replaceAll("\\", "/");

/**
 * The model of a spec. Its problems are written to stderr.
 *
 * @throws Failure `spec-invalid` after them, where there is an error.
 */
export async function loadSpecModel(
  spec: string,
  options: TargetOptions,
  context: Context,
): Promise<LoadedModel> {
  const values = { variables: await variablesOf(context.root, options), env: context.env };
  const result = await loadModel(resolve(context.cwd, spec), spec, values);
  writeDiagnostics(result, context.stderr);
  if (result.value !== undefined) return result.value;
  throw new Failure("spec-invalid", `Nothing was done, because ${spec} has errors.`, {
    hint: "mend what is named above; deskrealm explain CODE says more of each",
  });
}

/** The model as it is now, and its Keycloak. Without `--stack`, the one stack that names the spec is taken. */
export async function openTarget(spec: string, options: TargetOptions, context: Context): Promise<Target> {
  const stack = options.stack ?? (await onlyStackOf(spec, context));
  const written = await loadSpecModel(
    spec,
    { ...options, ...(stack === undefined ? {} : { stack }) },
    context,
  );
  const loaded = { ...written, model: atTime(written.model, context.now()) };
  const connection = await connectionOf(stack, context);
  return { loaded, stack, owner: stack === undefined ? undefined : ownerOf(stack), connection };
}

/** Names of the stacks that name the spec, ascending. */
export async function stacksOf(spec: string, context: Context): Promise<string[]> {
  const recorded = recordedPath(context, spec);
  const stacks: string[] = [];
  for (const name of await stackNames(context.root)) {
    if ((await stackSettings(context.root, name)).get("deskrealm:spec") === recorded) stacks.push(name);
  }
  return stacks;
}

/**
 * The one stack that names the spec; undefined where none does.
 *
 * @throws Failure `stack-ambiguous` where several do.
 */
export async function onlyStackOf(spec: string, context: Context): Promise<string | undefined> {
  const stacks = await stacksOf(spec, context);
  if (stacks.length < 2) return stacks[0];
  throw new Failure("stack-ambiguous", `${spec} belongs to several stacks: ${stacks.join(", ")}.`, {
    hint: `add --stack ${stacks[0]}`,
  });
}

/** The connection of a stack; without one, what the environment names. */
export async function connectionOf(stack: string | undefined, context: Context): Promise<Connection> {
  const settings = stack === undefined ? new Map<string, string>() : await connectionSettings(stack, context);
  return resolveConnection({ config: (key) => settings.get(`keycloak:${key}`), env: context.env });
}

/** `keycloak:*` of a stack; Pulumi is asked only where a setting is encrypted. */
async function connectionSettings(stack: string, context: Context): Promise<ReadonlyMap<string, string>> {
  const plain = await stackSettings(context.root, stack);
  if (!plain.encrypted.some((key) => key.startsWith("keycloak:"))) return plain.text();
  const { openWorkspace, pulumiFailure } = await import("./workspace.ts");
  const workspace = await openWorkspace(context);
  // The workspace is asked, as opening the stack would select it.
  const all = await workspace.getAllConfig(stack).catch((error: unknown) => {
    throw pulumiFailure(`The configuration of the stack ${stack} could not be read`, error);
  });
  return new Map(Object.entries(all).map(([key, { value }]) => [key, value]));
}
