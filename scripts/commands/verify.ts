// `deskrealm verify`: real logins and real API calls against what the spec promises.

import type { Connection } from "../../infra/admin/connection.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { openTarget, type TargetOptions } from "../stack/target.ts";
import { type VerifyOptions, verifyModel } from "../verify/verify-model.ts";
import { verifyJson, verifyText } from "../verify/view.ts";

export interface VerifyCommandOptions extends VerifyOptions {
  readonly json: boolean;
}

interface VerifyArguments extends TargetOptions {
  readonly json?: boolean;
  readonly probe?: boolean;
}

export const registerVerify: Register = (program, context, finish) => {
  program
    .command("verify")
    .description("prove a spec on the server: real logins of a probe person, real API calls")
    .argument("<spec>", "spec file")
    .option("--stack <name>", "take the Keycloak and the variables' values from this stack")
    .option("--probe", "make the probe person also in realms that are not this stack's")
    .option("--json", "print JSON")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: VerifyArguments) => {
      const { loaded, connection, owner } = await openTarget(spec, options, context);
      const { json = false, probe = false } = options;
      finish(
        await runVerify(
          loaded.model,
          connection,
          { owner, probe, json, gateRoles: loaded.loginRoles },
          context,
        ),
      );
    });
};

/**
 * Makes all checks and shows each.
 *
 * @returns 0 where none has failed, else 1.
 * @throws AdminFailure where the server cannot be read at all.
 */
export async function runVerify(
  model: Model,
  connection: Connection,
  options: VerifyCommandOptions,
  { stdout, now, signal }: Pick<Context, "stdout" | "now" | "signal">,
): Promise<ExitCode> {
  const results = await verifyModel(model, connection, options, { now, signal });
  stdout.write(options.json ? verifyJson(results) : verifyText(results));
  return results.some(({ status }) => status === "failed") ? 1 : 0;
}
