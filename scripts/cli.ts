// The deskrealm command: wires the commands, turns what goes wrong into text and an exit code.

import { Command, CommanderError } from "commander";
import { describeFailure, Failure } from "../infra/diagnostics/failure.ts";
import { abortOnSignals } from "./abort-on-signals.ts";
import type { Context, ExitCode, Register } from "./context.ts";
import { exitCodeOf } from "./exit-code.ts";
import { projectRoot } from "./project-root.ts";
import { isCode } from "./toolchain/cache.ts";

/** A command's names and its module, which loads when it is named: all of them take a third of a second. */
const COMMANDS: readonly { readonly names: readonly string[]; readonly load: () => Promise<Register> }[] = [
  { names: ["check"], load: async () => (await import("./commands/check.ts")).registerCheck },
  {
    names: ["check-users"],
    load: async () => (await import("./commands/check-users.ts")).registerCheckUsers,
  },
  { names: ["explain"], load: async () => (await import("./commands/explain.ts")).registerExplain },
  {
    names: ["preview", "up", "destroy"],
    load: async () => (await import("./commands/stack.ts")).registerStackCommands,
  },
  { names: ["adopt"], load: async () => (await import("./commands/adopt.ts")).registerAdopt },
  { names: ["drift"], load: async () => (await import("./commands/drift.ts")).registerDrift },
  { names: ["audit"], load: async () => (await import("./commands/audit.ts")).registerAudit },
  { names: ["review"], load: async () => (await import("./commands/review.ts")).registerReview },
  { names: ["export"], load: async () => (await import("./commands/export.ts")).registerExport },
  { names: ["history"], load: async () => (await import("./commands/history.ts")).registerHistory },
  { names: ["ldap"], load: async () => (await import("./commands/ldap.ts")).registerLdap },
  { names: ["verify"], load: async () => (await import("./commands/verify.ts")).registerVerify },
  {
    names: ["upgrade-preview"],
    load: async () => (await import("./commands/upgrade-preview.ts")).registerUpgradePreview,
  },
  { names: ["ephemeral"], load: async () => (await import("./commands/ephemeral.ts")).registerEphemeral },
  { names: ["render"], load: async () => (await import("./commands/render.ts")).registerRender },
  { names: ["rotate"], load: async () => (await import("./commands/rotate.ts")).registerRotate },
  { names: ["keycloak"], load: async () => (await import("./commands/keycloak.ts")).registerKeycloak },
  { names: ["doctor"], load: async () => (await import("./commands/doctor.ts")).registerDoctor },
  { names: ["setup"], load: async () => (await import("./commands/setup.ts")).registerSetup },
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
  // Help and a suggestion need every command.
  const named = COMMANDS.filter(({ names }) => names.includes(argv[0] ?? ""));
  for (const { load } of named.length > 0 ? named : COMMANDS) {
    const register = await load();
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
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
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

/** Whoever reads, such as `head`, has seen enough: what is under way is done all the same. */
function ignoreClosed(error: Error): void {
  if (!isCode(error, "EPIPE")) throw error;
}
