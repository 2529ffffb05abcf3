// Stacks over Pulumi's Automation API, with the toolchain that set-up chose. The API starts `pulumi` once more for
// many a thing that nobody here asks for, which takes 0.15 to 0.3 s each time; here it does not.

// First: it spares the API what nobody here uses, three quarters of the time that it takes to load.
import "deskrealm/preload";
import {
  type ConfigMap,
  LocalWorkspace,
  PulumiCommand,
  Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import { SemVer } from "semver";
import { coverUrlPasswords } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { ensureToolchain, type Toolchain } from "../toolchain/toolchain.ts";
import { backendEnvironment } from "./backend.ts";

/** A workspace on Pulumi.yaml's folder. */
export async function openWorkspace(
  context: Context,
  extra: Record<string, string> = {},
): Promise<LocalWorkspace> {
  const { env, root, signal, stderr } = context;
  const progress = (line: string) => void stderr.write(`${line}\n`);
  const toolchain = await ensureToolchain({ env, progress, signal });
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const workspace = await LocalWorkspace.create({
    workDir: root,
    pulumiCommand: commandOf(toolchain),
    envVars: { ...given, ...toolchain.env, ...(await backendEnvironment(context)), ...extra },
  });
  // Each command names its stack; to select one would be for everybody who works in the folder.
  workspace.selectStack = async () => {};
  return workspace;
}

/** What `PulumiCommand.get` makes, which asks the program for its version; set-up knows it. */
function commandOf({ pulumi: command, versions }: Toolchain): PulumiCommand {
  const empty = Object.create(PulumiCommand.prototype) as PulumiCommand;
  return Object.assign(empty, { command, version: new SemVer(versions.cli) });
}

export interface OpenStack {
  readonly stack: Stack;
  /** Decrypted. */
  readonly config: ConfigMap;
}

/**
 * Opens the stack, and makes it where there is none.
 *
 * @throws Failure `pulumi-failed`
 */
export async function openStack(workspace: LocalWorkspace, name: string): Promise<OpenStack> {
  try {
    const config = await workspace.getAllConfig(name).catch(async (error: unknown) => {
      if (!(error instanceof StackNotFoundError)) throw error;
      await workspace.createStack(name);
      return workspace.getAllConfig(name);
    });
    return { stack: await stackIn(workspace, name), config };
  } catch (error) {
    throw pulumiFailure(`The stack ${name} could not be opened`, error);
  }
}

/** A stack that is there; nothing is started for it. */
export async function stackIn(workspace: LocalWorkspace, name: string): Promise<Stack> {
  const stack = await Stack.select(name, workspace);
  // What an update gives back besides; what it did is in its events.
  stack.outputs = async () => ({});
  stack.info = async () => undefined;
  return stack;
}

/** A Pulumi error as ours: its own words, without the command line and its environment. */
export function pulumiFailure(what: string, error: unknown, hint = ""): Failure {
  // A backend's URL may hold a password.
  const reason = coverUrlPasswords(stderrOf(error))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("warning:"))
    .join(" ");
  return new Failure("pulumi-failed", `${what}: ${reason || "see Pulumi's output above"}`, {
    hint,
    cause: error,
  });
}

/**
 * What the program wrote to stderr. The Automation API's message has the command line in front of that, and
 * the standard output behind it, so it is the last resort.
 */
function stderrOf(error: unknown): string {
  const { message, commandResult } = error as {
    readonly message?: string;
    readonly commandResult?: { readonly err?: { readonly stderr?: string } };
  };
  const stderr = commandResult?.err?.stderr;
  if (stderr !== undefined) return stderr;
  const said = message ?? String(error);
  return (/stderr:([\s\S]*?)(?:\n\s*err\?:|$)/.exec(said)?.[1] ?? said).replace(
    /^\s*Command failed .*$/m,
    "",
  );
}
