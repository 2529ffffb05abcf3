// A stack for one run, in a temporary folder that goes with it: project, state and spec are there, and its secrets and
// passphrase are random. Nothing of it reaches the person's stacks, state or login, and nothing of theirs reaches it.

import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigMap, EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation/index.js";
import { MAX_PARALLEL } from "../../infra/admin/transport.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { SecretReference } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { randomPassword, randomSecret } from "../random-password.ts";
import { writeSettings } from "./stack-file.ts";
import { ownerOf } from "./target.ts";
import { openWorkspace, pulumiFailure, stackIn } from "./workspace.ts";

export interface ThrowAwayOptions {
  readonly name: string;
  /** The spec as plain data, with its references. */
  readonly spec: unknown;
  /** Values of `${var:NAME}`. */
  readonly variables: Readonly<Record<string, string>>;
  /** What gets a random value; those of Keycloak's vault stay what they are. */
  readonly secrets: readonly SecretReference[];
}

/** A server, as far as a stack has to know it. */
export interface ThrowAwayServer {
  readonly url: string;
  readonly adminUsername: string;
  readonly adminPassword: string;
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

/** The person's own Pulumi and Keycloak, and what they may have allowed for them. */
const FOREIGN = /^(KEYCLOAK_|PULUMI_|DESKREALM_ALLOW_DESTROY$|DESKREALM_OPEN$)/;
/** Steps that leave a resource as it is. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

interface Place {
  readonly folder: string;
  readonly name: string;
  /** Of the state's and the configuration's secrets. */
  readonly passphrase: string;
}

export class ThrowAwayStack implements AsyncDisposable {
  /** The spec's file. */
  readonly specFile: string;
  /** The mark of its realms, `PROJECT/STACK`. */
  readonly owner: string;
  /** The environment that its program runs in; it holds secrets. */
  readonly env: Context["env"];
  readonly #folder: string;
  readonly #context: Context;
  readonly #stack: Stack;

  private constructor({ folder, name }: Place, context: Context, stack: Stack, env: Context["env"]) {
    this.specFile = join(folder, "spec.yaml");
    this.owner = ownerOf(name);
    this.env = { ...context.env, ...env };
    this.#folder = folder;
    this.#context = context;
    this.#stack = stack;
    Object.assign(stack.workspace.envVars, env);
  }

  /**
   * Makes the stack, which knows no server yet.
   *
   * @throws Failure `pulumi-failed`
   * @example
   * await using stack = await ThrowAwayStack.create({ name: "trial", spec, variables, secrets }, context);
   * await stack.use(keycloak);
   * await stack.up();
   */
  static async create(options: ThrowAwayOptions, context: Context): Promise<ThrowAwayStack> {
    const { name, spec, variables, secrets } = options;
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-throw-away-"));
    try {
      const random = (kind: SecretReference["kind"]) =>
        Object.fromEntries(
          secrets.flatMap((one) =>
            one.kind === kind && "name" in one ? [[one.name, randomPassword()]] : [],
          ),
        );
      const place = { folder, name, passphrase: randomSecret() };
      const [workspace, inside] = await workspaceIn(place, context);
      await workspace.createStack(name).catch((error: unknown) => {
        throw pulumiFailure(`The stack ${name} could not be made`, error);
      });
      const stack = new ThrowAwayStack(place, inside, await stackIn(workspace, name), random("env"));
      await writeFile(stack.specFile, JSON.stringify(spec), { mode: 0o600 });
      await stack.#configure({
        "deskrealm:spec": { value: stack.specFile },
        ...under("deskrealm:variables", variables, false),
        ...under("deskrealm:secrets", random("secret"), true),
      });
      return stack;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Names the server, with its administrator, for everything that follows. */
  async use({ url, adminUsername, adminPassword }: ThrowAwayServer): Promise<void> {
    await this.#configure({
      "keycloak:url": { value: url },
      "keycloak:clientId": { value: "admin-cli" },
      "keycloak:username": { value: adminUsername },
      "keycloak:password": { value: adminPassword, secret: true },
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

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #configure(settings: ConfigMap): Promise<void> {
    const { plain = [], secret = [] } = Object.groupBy(Object.entries(settings), ([, setting]) =>
      setting.secret === true ? "secret" : "plain",
    );
    const texts = plain.map(([key, { value }]) => [key, value] as const);
    await writeSettings(this.#folder, this.#stack.name, Object.fromEntries(texts));
    // To encrypt takes another start of `pulumi`.
    if (secret.length === 0) return;
    await this.#stack.setAllConfig(Object.fromEntries(secret), true).catch((error: unknown) => {
      throw pulumiFailure(`The stack ${this.#stack.name} could not be configured`, error);
    });
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

/** The folder's workspace, and the context that its stack works in. */
async function workspaceIn(place: Place, context: Context): Promise<[LocalWorkspace, Context]> {
  await makeProject(place.folder, context.root);
  const inside = { ...context, root: place.folder, env: environmentIn(place, context.env) };
  return [await openWorkspace(inside), inside];
}

const under = (key: string, values: Readonly<Record<string, string>>, secret: boolean): ConfigMap =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${key}.${name}`, { value, secret }]));

/** Pulumi takes the stacks' folder from beside Pulumi.yaml, so that file is copied; the rest is linked. */
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
  for (const [name, target] of Object.entries(links)) await symlink(target, join(folder, name));
}

/** What is foreign is emptied and not left out: Pulumi's Automation API adds this process's environment. */
function environmentIn(
  { folder, passphrase }: Place,
  env: Context["env"],
): Readonly<Record<string, string | undefined>> {
  const foreign = Object.keys({ ...process.env, ...env }).filter((name) => FOREIGN.test(name));
  return {
    ...env,
    ...Object.fromEntries(foreign.map((name) => [name, ""])),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    // Nobody goes on from the state of a run that was killed, so it is written once, at the end.
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
