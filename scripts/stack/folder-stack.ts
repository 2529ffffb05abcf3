// A stack in a folder of its own: project, state and spec are there. Nothing of it reaches the person's stacks,
// state or login, and nothing of theirs reaches it.

import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ConfigMap, EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation/index.js";
import { MAX_PARALLEL } from "../../infra/admin/transport.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { writeSettings } from "./stack-file.ts";
import { ownerOf } from "./target.ts";
import { openWorkspace, pulumiFailure, stackIn } from "./workspace.ts";

export interface FolderStackPlace {
  readonly folder: string;
  readonly name: string;
  /** Of the state's and the configuration's secrets; the same as long as the folder is. */
  readonly passphrase: string;
}

/** What the stack's program is told. */
export interface FolderStackContent {
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
  readonly #context: Context;
  readonly #stack: Stack;
  #env: Context["env"];

  protected constructor({ folder, name }: FolderStackPlace, context: Context, stack: Stack) {
    this.folder = folder;
    this.specFile = join(folder, "spec.yaml");
    this.owner = ownerOf(name);
    this.#context = context;
    this.#stack = stack;
    this.#env = context.env;
  }

  /**
   * Makes a stack in a folder that has none. It knows neither a spec nor a server yet.
   *
   * @throws Failure `pulumi-failed`
   */
  static async make(place: FolderStackPlace, context: Context): Promise<FolderStack> {
    return new FolderStack(...(await makeIn(place, context)));
  }

  /** The stack that is in the folder. */
  static async open(place: FolderStackPlace, context: Context): Promise<FolderStack> {
    const [workspace, inside] = await workspaceIn(place, context);
    return new FolderStack(place, inside, await stackIn(workspace, place.name));
  }

  /** The environment that its program runs in; it holds secrets. */
  get env(): Context["env"] {
    return this.#env;
  }

  /**
   * Takes the spec, and all that goes with it.
   *
   * @throws Failure `pulumi-failed`
   */
  async take({ spec, variables, secrets, settings, env }: FolderStackContent): Promise<void> {
    await writeFile(this.specFile, JSON.stringify(spec), { mode: 0o600 });
    this.#env = { ...this.#context.env, ...env };
    Object.assign(this.#stack.workspace.envVars, env);
    await this.configure({
      ...settings,
      "deskrealm:spec": { value: this.specFile },
      ...under("deskrealm:variables", variables, false),
      ...under("deskrealm:secrets", secrets, true),
    });
  }

  /** Settings for everything that follows. */
  async configure(settings: StackSettings): Promise<void> {
    const { plain = [], secret = [] } = Object.groupBy(Object.entries(settings), ([, setting]) =>
      setting.secret === true ? "secret" : "plain",
    );
    const texts = plain.map(([key, { value }]) => [key, value] as const);
    await writeSettings(this.folder, this.#stack.name, Object.fromEntries(texts));
    // To encrypt takes another start of `pulumi`.
    if (secret.length === 0) return;
    await this.#stack.setAllConfig(Object.fromEntries(secret), true).catch((error: unknown) => {
      throw pulumiFailure(`The stack ${this.#stack.name} could not be configured`, error);
    });
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

/** A stack in a folder that has none, and what goes with it into a `FolderStack`. */
export async function makeIn(
  place: FolderStackPlace,
  context: Context,
): Promise<[FolderStackPlace, Context, Stack]> {
  const [workspace, inside] = await workspaceIn(place, context);
  await workspace.createStack(place.name).catch((error: unknown) => {
    throw pulumiFailure(`The stack ${place.name} could not be made`, error);
  });
  return [place, inside, await stackIn(workspace, place.name)];
}

/** The folder's workspace, and the context that its stack works in. */
async function workspaceIn(place: FolderStackPlace, context: Context): Promise<[LocalWorkspace, Context]> {
  await makeProject(place.folder, context.root);
  const inside = { ...context, root: place.folder, env: environmentIn(place, context.env) };
  return [await openWorkspace(inside), inside];
}

const under = (key: string, values: Readonly<Record<string, string>>, secret: boolean): ConfigMap =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${key}.${name}`, { value, secret }]));

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
  { folder, passphrase }: FolderStackPlace,
  env: Context["env"],
): Readonly<Record<string, string | undefined>> {
  const foreign = Object.keys({ ...process.env, ...env }).filter((name) => FOREIGN.test(name));
  return {
    ...env,
    ...Object.fromEntries(foreign.map((name) => [name, ""])),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    // Where a run is killed nobody goes on from its state, so it is written once, at the end.
    PULUMI_SKIP_CHECKPOINTS: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
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
