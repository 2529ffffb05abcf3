// The deskrealm command: wires the commands, turns what goes wrong into text and an exit code.

import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { describeFailure, Failure } from "../infra/diagnostics/failure.ts";
import { abortOnSignals } from "./abort-on-signals.ts";
import { registerAudit } from "./commands/audit.ts";
import { registerCheck } from "./commands/check.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerDrift } from "./commands/drift.ts";
import { registerExplain } from "./commands/explain.ts";
import { registerExport } from "./commands/export.ts";
import { registerKeycloak } from "./commands/keycloak.ts";
import { registerRender } from "./commands/render.ts";
import { registerReview } from "./commands/review.ts";
import { registerSetup } from "./commands/setup.ts";
import { registerStackCommands } from "./commands/stack.ts";
import { registerUpgradePreview } from "./commands/upgrade-preview.ts";
import { registerVerify } from "./commands/verify.ts";
import type { Context, ExitCode, Register } from "./context.ts";
import { exitCodeOf } from "./exit-code.ts";
import { projectRoot } from "./project-root.ts";

const COMMANDS: readonly Register[] = [
  registerCheck,
  registerExplain,
  registerStackCommands,
  registerDrift,
  registerAudit,
  registerReview,
  registerExport,
  registerVerify,
  registerUpgradePreview,
  registerRender,
  registerKeycloak,
  registerDoctor,
  registerSetup,
];

/**
 * Runs one command line.
 *
 * @param argv - the words after `deskrealm`
 */
export async function runCli(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const write = (stream: Context["stdout"]) => (text: string) => void stream.write(text);
  const program = new Command("deskrealm")
    .description("Keycloak realms for helpdesks, from a short spec")
    .exitOverride()
    .configureOutput({ writeOut: write(context.stdout), writeErr: write(context.stderr) })
    .showHelpAfterError("(deskrealm --help lists the commands)")
    .showSuggestionAfterError();
  for (const register of COMMANDS) {
    register(program, context, (code) => {
      exitCode = code;
    });
  }
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    context.stderr.write(`${describeFailure(error)}\n`);
    return exitCodeOf(error);
  }
}

/**
 * Runs the command line of this process.
 *
 * @public bin/deskrealm.cjs calls it.
 */
export async function main(): Promise<void> {
  const code = await runCli(process.argv.slice(2), {
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    root: projectRoot(),
    now: () => new Date(),
    signal: abortOnSignals(),
  });
  process.exitCode = code;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) await main();
