// `deskrealm drift`: the spec against the live server, with no state.

import { AdminClient } from "../../infra/admin/client.ts";
import { type Connection, shown } from "../../infra/admin/connection.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { findDrift } from "../drift/find.ts";
import { driftJson, driftText } from "../drift/view.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { openTarget, type TargetOptions } from "../stack/target.ts";

export interface DriftOptions {
  readonly json: boolean;
}

interface DriftArguments extends TargetOptions {
  readonly json?: boolean;
}

export const registerDrift: Register = (program, context, finish) => {
  program
    .command("drift")
    .description("show how the server differs from a spec, without any state; exit code 3 where it does")
    .argument("<spec>", "spec file")
    .option("--stack <name>", "take the Keycloak and the variables' values from this stack")
    .option("--json", "print JSON")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: DriftArguments) => {
      const { loaded, connection } = await openTarget(spec, options, context);
      finish(await runDrift(loaded.model, connection, { json: options.json === true }, context));
    });
};

/**
 * Shows every difference between the model and the server.
 *
 * @returns 0 without differences, 3 with.
 * @throws AdminFailure where the server cannot be read.
 */
export async function runDrift(
  model: Model,
  connection: Connection,
  options: DriftOptions,
  { stdout, signal }: Pick<Context, "stdout" | "signal">,
): Promise<ExitCode> {
  using client = new AdminClient(connection, { signal });
  const drift = await findDrift(model, client);
  const server = shown(connection.adminUrl);
  stdout.write(options.json ? driftJson(drift, server) : driftText(drift, model, server));
  return drift.length === 0 ? 0 : 3;
}
