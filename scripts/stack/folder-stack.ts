// A stack in a folder of its own: project, state and spec are there. Nothing of it reaches the person's stacks,
// state or login, and nothing of theirs reaches it.

import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ConfigMap, EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { MAX_PARALLEL } from "../../infra/admin/transport.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { ownerOf } from "./target.ts";
import { openStack, openWorkspace, pulumiFailure } from "./workspace.ts";

export interface FolderStackOptions {
  readonly folder: string;
  readonly name: string;
  /** The spec as plain data, with its references. */
  readonly spec: unknown;
  /** Values of `${var:NAME}`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values of `${secret:NAME}`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Further settings, by full keys. */
  readonly settings?: StackSettings;
  /** What the program finds in its environment beside the person's, less their own Pulumi and Keycloak. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the state's and the configuration's secrets; the same as long as the folder is. */
  readonly passphrase: string;
}

/** A resource that an `up` would touch. */
export interface PlannedChange {
  /** Pulumi's word, such as `create` or `update`. */
  readonly operation: string;
  /** Logical name of the resource. */
  readonly name: string;
  /** What of it differs; empty where Pulumi does not say. */
  readonly properties: readonly string[];
}

/** Settings of a stack by their full keys, such as `keycloak:url`. */
export type StackSettings = Readonly<Record<string, { value: string; secret?: boolean }>>;

/** The person's own Pulumi and Keycloak, and what they may have allowed for them. */
const FOREIGN = /^(KEYCLOAK_|PULUMI_|DESKREALM_ALLOW_DESTROY$)/;
/** Steps that leave a resource as it is. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

export class FolderStack {
  readonly folder: string;
  /** The spec's file. */
  readonly specFile: string;
  /** The mark of its realms, `PROJECT/STACK`. */
  readonly owner: string;
  /** The environment that its program runs in; it holds secrets. */
  readonly env: Context["env"];
  readonly #context: Context;
  readonly #stack: Stack;

  protected constructor({ folder, name }: FolderStackOptions, inside: Context, stack: Stack) {
    this.folder = folder;
    this.specFile = specFileIn(folder);
    this.owner = ownerOf(name);
    this.env = inside.env;
    this.#context = inside;
    this.#stack = stack;
  }

  /**
   * Opens the folder's stack, and makes it where there is none.
   *
   * @throws Failure `pulumi-failed`
   */
  static async open(options: FolderStackOptions, context: Context): Promise<FolderStack> {
    return new FolderStack(options, ...(await openIn(options, context)));
  }

  /** Settings for everything that follows. */
  async configure(settings: StackSettings): Promise<void> {
    await this.#stack.setAllConfig(settings, true);
  }

  /** @throws Failure `pulumi-failed` with what the program or the server said. */
  async up(): Promise<void> {
    await this.#run("up", (options) =>
      this.#stack.up({ ...options, parallel: MAX_PARALLEL, onOutput: this.#progress }),
    );
  }

  /**
   * What an `up` would change, by a preview that asks the server first.
   * @throws Failure `pulumi-failed` with what the program or the server said.
   */
  async preview(): Promise<readonly PlannedChange[]> {
    const events = await this.#run("preview", (options) =>
      this.#stack.preview({ ...options, refresh: true }),
    );
    return events.flatMap(changeOf);
  }

  readonly #progress = (text: string) => void this.#context.stderr.write(text);

  async #run(
    operation: "up" | "preview",
    work: (options: {
      readonly color: "never";
      readonly signal: AbortSignal;
      readonly onEvent: (event: EngineEvent) => void;
    }) => Promise<unknown>,
  ): Promise<readonly EngineEvent[]> {
    const { signal } = this.#context;
    signal.throwIfAborted();
    const events: EngineEvent[] = [];
    try {
      await work({ color: "never", signal, onEvent: (event) => events.push(event) });
      return events;
    } catch (error) {
      signal.throwIfAborted();
      const said = [...new Set(events.flatMap(errorOf))];
      if (said.length === 0) throw pulumiFailure(`pulumi ${operation} failed`, error);
      throw new Failure("pulumi-failed", `pulumi ${operation} failed: ${said.join(" ")}`, { cause: error });
    }
  }
}

/** The folder's stack and the context that it works in. */
export async function openIn(options: FolderStackOptions, context: Context): Promise<[Context, Stack]> {
  const { folder, name, spec, variables, secrets } = options;
  await makeProject(folder, context.root);
  await writeFile(specFileIn(folder), JSON.stringify(spec), { mode: 0o600 });
  const inside = { ...context, root: folder, env: environmentIn(options, context.env) };
  const stack = await openStack(await openWorkspace(inside), name, true);
  const all = {
    ...options.settings,
    "deskrealm:spec": { value: specFileIn(folder) },
    ...under("deskrealm:variables", variables, false),
    ...under("deskrealm:secrets", secrets, true),
  };
  await stack.setAllConfig(all, true);
  return [inside, stack];
}

const under = (key: string, values: Readonly<Record<string, string>>, secret: boolean): ConfigMap =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${key}.${name}`, { value, secret }]));

const specFileIn = (folder: string): string => join(folder, "spec.yaml");

/**
 * Pulumi takes the stacks' folder from beside Pulumi.yaml, so that file is copied; the rest is linked, anew each
 * time: Deskrealm may have another place than the last time.
 */
async function makeProject(folder: string, root: string): Promise<void> {
  await mkdir(join(folder, "state"), { recursive: true });
  await copyFile(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  // In a package, its dependencies may be beside it.
  const sdk = createRequire(join(root, "package.json")).resolve("@pulumi/pulumi/package.json");
  const links = {
    infra: join(root, "infra"),
    "package.json": join(root, "package.json"),
    node_modules: join(sdk, "../../.."),
  };
  for (const [name, target] of Object.entries(links)) {
    await rm(join(folder, name), { force: true });
    await symlink(target, join(folder, name));
  }
}

/** What is foreign is emptied and not left out: Pulumi's Automation API adds this process's environment. */
function environmentIn(
  { folder, env: own, passphrase }: FolderStackOptions,
  env: Context["env"],
): Readonly<Record<string, string | undefined>> {
  const foreign = Object.keys({ ...process.env, ...env }).filter((name) => FOREIGN.test(name));
  return {
    ...env,
    ...Object.fromEntries(foreign.map((name) => [name, ""])),
    ...own,
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
  };
}

function changeOf({ resourcePreEvent }: EngineEvent): readonly PlannedChange[] {
  const step = resourcePreEvent?.metadata;
  if (step === undefined || UNCHANGED.has(step.op)) return [];
  const name = step.urn.split("::").at(-1) ?? step.urn;
  return [{ operation: step.op, name, properties: Object.keys(step.detailedDiff ?? {}).sort() }];
}

/** What a resource or the program failed with, on one line; that the update failed on the whole is no news. */
function errorOf({ diagnosticEvent }: EngineEvent): readonly string[] {
  const { severity, message = "" } = diagnosticEvent ?? {};
  const text = message
    .replace(/^(error: )?(Preview failed: )?/, "")
    .replace(/\s+/g, " ")
    .trim();
  return severity !== "error" || /^(update|preview) failed$/.test(text) ? [] : [text];
}
