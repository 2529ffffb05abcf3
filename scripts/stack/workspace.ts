// Stacks over Pulumi's Automation API, with the toolchain that set-up chose.

import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation/index.js";
import { coverUrlPasswords } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { ensureToolchain } from "../toolchain/toolchain.ts";
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
  return LocalWorkspace.create({
    workDir: root,
    pulumiCommand: await PulumiCommand.get({
      root: toolchain.cliRoot,
      skipVersionCheck: true,
    }),
    envVars: { ...given, ...toolchain.env, ...(await backendEnvironment(context)), ...extra },
  });
}

/** Selects the stack, and makes it where `create` says so. */
export async function openStack(workspace: LocalWorkspace, name: string, create: boolean): Promise<Stack> {
  try {
    return create ? await Stack.createOrSelect(name, workspace) : await Stack.select(name, workspace);
  } catch (error) {
    throw pulumiFailure(
      `The stack ${name} could not be opened`,
      error,
      create ? "" : `run: deskrealm up SPEC --stack ${name}`,
    );
  }
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
