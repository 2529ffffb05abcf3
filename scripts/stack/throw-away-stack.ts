// A stack for one run: project, state, passphrase and secrets are in a folder of its own, which goes with it.
// Nothing of it reaches the person's stacks, state or login, and nothing of theirs reaches it.

import { randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { SecretReference } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { randomPassword } from "../random-password.ts";
import { ownerOf } from "./target.ts";
import { openStack, openWorkspace, pulumiFailure } from "./workspace.ts";

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
const FOREIGN = /^(KEYCLOAK_|PULUMI_|DESKREALM_ALLOW_DESTROY$)/;
/** Steps that leave a resource as it is. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

export class ThrowAwayStack implements AsyncDisposable {
  readonly folder: string;
  /** The spec's file. */
  readonly specFile: string;
  /** The mark of its realms, `PROJECT/STACK`. */
  readonly owner: string;
  /** The environment that its program runs in; it holds the throw-away secrets. */
  readonly env: Context["env"];
  readonly #context: Context;
  readonly #stack: Stack;

  private constructor(folder: string, options: ThrowAwayOptions, context: Context, stack: Stack) {
    this.folder = folder;
    this.specFile = specFileIn(folder);
    this.owner = ownerOf(options.name);
    this.env = context.env;
    this.#context = context;
    this.#stack = stack;
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
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-throw-away-"));
    try {
      await makeProject(folder, context.root);
      await writeFile(specFileIn(folder), JSON.stringify(options.spec));
      const inside = { ...context, root: folder, env: environmentIn(folder, options, context.env) };
      const stack = await openStack(await openWorkspace(inside), options.name, true);
      await stack.setAllConfig(settingsOf(folder, options), true);
      return new ThrowAwayStack(folder, options, inside, stack);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Names the server, with its administrator, for everything that follows. */
  async use({ url, adminUsername, adminPassword }: ThrowAwayServer): Promise<void> {
    await this.#stack.setAllConfig({
      "keycloak:url": { value: url },
      "keycloak:clientId": { value: "admin-cli" },
      "keycloak:username": { value: adminUsername },
      "keycloak:password": { value: adminPassword, secret: true },
    });
  }

  /** @throws Failure `pulumi-failed` with what the program or the server said. */
  async up(): Promise<void> {
    await this.#run("up", (options) => this.#stack.up({ ...options, onOutput: this.#progress }));
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
    await rm(this.folder, { recursive: true, force: true });
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

const specFileIn = (folder: string): string => join(folder, "spec.yaml");

/** Pulumi takes the stacks' folder from beside Pulumi.yaml, so that file is copied; the rest is linked. */
async function makeProject(folder: string, root: string): Promise<void> {
  await mkdir(join(folder, "state"));
  await copyFile(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  for (const name of ["infra", "package.json"]) await symlink(join(root, name), join(folder, name));
  // In a package, its dependencies may be beside it.
  const sdk = createRequire(join(root, "package.json")).resolve("@pulumi/pulumi/package.json");
  await symlink(join(sdk, "../../.."), join(folder, "node_modules"));
}

/** What is foreign is emptied and not left out: Pulumi's Automation API adds this process's environment. */
function environmentIn(
  folder: string,
  { secrets }: ThrowAwayOptions,
  env: Context["env"],
): Readonly<Record<string, string | undefined>> {
  const foreign = Object.keys({ ...process.env, ...env }).filter((name) => FOREIGN.test(name));
  const named = secrets.filter((one) => one.kind === "env").map(({ name }) => [name, randomPassword()]);
  return {
    ...env,
    ...Object.fromEntries(foreign.map((name) => [name, ""])),
    ...Object.fromEntries(named),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
  };
}

function settingsOf(folder: string, { variables, secrets }: ThrowAwayOptions) {
  const named = secrets.flatMap((one) => (one.kind === "secret" ? [one.name] : []));
  return {
    "deskrealm:spec": { value: specFileIn(folder) },
    ...Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`deskrealm:variables.${name}`, { value }]),
    ),
    ...Object.fromEntries(
      named.map((name) => [`deskrealm:secrets.${name}`, { value: randomPassword(), secret: true }]),
    ),
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
